package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.datasource.WeirDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** The beans; nothing here connects, for a database is opened when it is first used. */
class WeirAutoConfigurationTest {
  private static final String CLINICS = "weir.databases.clinics.url=postgresql://app@h/clinics";
  private static final String CLAIMS = "weir.databases.claims.url=postgresql://app@h/claims";
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  WeirAutoConfiguration.class,
                  WeirHealthAutoConfiguration.class,
                  WeirMetricsAutoConfiguration.class,
                  DataSourceAutoConfiguration.class));

  @Test
  void theOnlyDatabaseIsPrimaryAndHasTheDataSource() {
    application
        .withPropertyValues(CLINICS)
        .run(context -> {
          assertThat(context.getBean(Database.class).name()).isEqualTo("clinics");
          assertThat(context.getBean(DataSource.class)).isInstanceOf(WeirDataSource.class);
          assertThat(context).hasSingleBean(Weir.class);
        });
  }

  @Test
  void severalDatabasesAreInjectedByTheirNames() {
    application
        .withPropertyValues(CLINICS, CLAIMS, "weir.primary=claims")
        .withUserConfiguration(Office.class)
        .run(context -> {
          Desk desk = context.getBean(Desk.class);

          assertThat(desk.primary.name()).isEqualTo("claims");
          assertThat(desk.clinics.name()).isEqualTo("clinics");
          assertThat(desk.claims).isSameAs(desk.primary);
        });
  }

  @Test
  void noneOfSeveralIsPrimaryUnlessSaid() {
    application
        .withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
        .withPropertyValues(CLINICS, CLAIMS)
        .run(context ->
            assertThat(context)
                .doesNotHaveBean(DataSource.class)
                .hasBean("clinicsDatabase")
                .hasBean("claimsDatabase"));
  }

  @Test
  void theOneCalledDefaultIsPrimary() {
    application
        .withPropertyValues(CLINICS, "weir.databases.default.url=postgresql://app@h/main")
        .run(context -> assertThat(context.getBean(Database.class).name()).isEqualTo("default"));
  }

  @Test
  void theApplicationsOwnDataSourceStays() {
    application
        .withPropertyValues(CLINICS)
        .withUserConfiguration(OwnDataSource.class)
        .run(context ->
            assertThat(context.getBean(DataSource.class))
                .isInstanceOf(SimpleDriverDataSource.class));
  }

  @Test
  void whatAFileCanSayPropertiesCanSay() {
    application
        .withPropertyValues(
            CLINICS,
            "weir.environment=staging",
            "weir.databases.clinics.pool.max-size=33",
            "weir.databases.clinics.timeouts.query=7s",
            "weir.databases.clinics.features.retry=false",
            "weir.databases.clinics.tags.team=clinical",
            "weir.databases.clinics.password=a\"b\\c$${d}: #e")
        .run(context -> {
          var definition = context.getBean(Database.class).definition();

          assertThat(definition.pool().maxSize()).isEqualTo(33);
          assertThat(definition.timeouts().query()).hasSeconds(7);
          assertThat(definition.features()).containsValue(false);
          assertThat(definition.tags()).containsEntry("team", "clinical");
          assertThat(definition.environment()).hasToString("STAGING");
          assertThat(Objects.requireNonNull(definition.password()).reveal())
              .isEqualTo("a\"b\\c$${d}: #e");
        });
  }

  @Test
  void aFileNamesTheDatabases(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("weir.yaml");
    Files.writeString(
        file,
        """
        version: 1
        databases:
          clinics: {url: "postgresql://app@h/clinics", pool: {max-size: 12}}
        """);

    application
        .withPropertyValues("weir.configuration=" + file)
        .run(context ->
            assertThat(context.getBean(Database.class).definition().pool().maxSize())
                .isEqualTo(12));
    application
        .withPropertyValues("weir.configuration=" + file, CLAIMS)
        .run(context -> refused(context.getStartupFailure(), "WEIR-031", "keep one"));
  }

  @Test
  void aMisspeltKeyEndsTheStartWithASuggestion() {
    application
        .withPropertyValues(CLINICS, "weir.databases.clinics.pool.max-sice=33")
        .run(context ->
            refused(context.getStartupFailure(), "WEIR-031", "application properties", "max-size"));
  }

  @Test
  void aPrimaryThatIsNotThereEndsTheStart() {
    application
        .withPropertyValues(CLINICS, "weir.primary=clinic")
        .run(context -> refused(context.getStartupFailure(), "WEIR-001", "clinic", "[clinics]"));
  }

  @Test
  void theEndOfAStartIsToldWithItsNextStep() {
    application
        .withPropertyValues(CLINICS, "weir.primary=clinic")
        .run(context -> {
          Throwable end = Objects.requireNonNull(context.getStartupFailure());

          FailureAnalysis told = Objects.requireNonNull(new WeirFailureAnalyzer().analyze(end));

          assertThat(told.getDescription()).contains("clinic").contains("[WEIR-001]");
          assertThat(told.getAction()).isNotBlank();
        });
  }

  @Test
  void healthAndMetricsJoinInWhereTheApplicationHasThem() {
    application
        .withPropertyValues(CLINICS)
        .run(context ->
            assertThat(context).hasBean("weirHealthContributor").hasSingleBean(MeterBinder.class));
    application
        .withPropertyValues(CLINICS, "management.health.weir.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("weirHealthContributor"));
  }

  @Test
  void whatIsOptionalIsNotMissed() {
    application
        .withClassLoader(
            new FilteredClassLoader(
                HealthContributor.class.getPackageName(), MeterRegistry.class.getPackageName()))
        .withPropertyValues(CLINICS)
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(Database.class)
                .doesNotHaveBean("weirHealthContributor")
                .doesNotHaveBean("weirMetrics"));
  }

  @Test
  void thePropertiesAreSafeToLog() {
    application
        .withPropertyValues(CLINICS, "weir.databases.clinics.password=hunter2")
        .run(context ->
            assertThat(context.getBean(WeirProperties.class).toString())
                .contains("clinics")
                .doesNotContain("hunter2"));
  }

  @Test
  void everyPropertyIsDescribed() throws IOException {
    try (var in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      String metadata =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(metadata)
          .contains("weir.configuration", "weir.environment", "weir.primary", "weir.databases")
          .contains("path of a weir.yaml", "databases by their names", "name of the database")
          .contains("management.health.weir.enabled");
    }
  }

  private static void refused(@Nullable Throwable failure, String code, String... words) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof WeirException)) {
      cause = cause.getCause();
    }
    assertThat(cause).isInstanceOf(Rejected.class).hasMessageContainingAll(words);
    assertThat(((WeirException) Objects.requireNonNull(cause)).code().id()).isEqualTo(code);
  }

  record Desk(Database primary, Database clinics, Database claims) {}

  @Configuration(proxyBeanMethods = false)
  static class Office {
    @Bean
    Desk desk(
        Database primary,
        @Qualifier("clinics") Database clinics,
        @Qualifier("claims") Database claims) {
      return new Desk(primary, clinics, claims);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnDataSource {
    @Bean
    DataSource own() {
      return new SimpleDriverDataSource();
    }
  }
}
