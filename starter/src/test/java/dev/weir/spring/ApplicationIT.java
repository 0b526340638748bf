package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** A whole application on a real server: Flyway, JdbcClient, transactions, health and metrics. */
class ApplicationIT {
  private ConfigurableApplicationContext application;

  @BeforeEach
  void givenAnApplication() {
    DatabaseServer server = Servers.postgresql15();
    application =
        new SpringApplicationBuilder(Clinic.class)
            .web(WebApplicationType.NONE)
            .run(
                "--weir.databases.clinics.url=postgresql://%s:%d/%s"
                    .formatted(server.host(), server.port(), server.database()),
                "--weir.databases.clinics.user=" + server.user(),
                "--weir.databases.clinics.password=" + server.password(),
                "--spring.main.banner-mode=off");
    application.getBean(JdbcClient.class).sql("delete from visits").update();
  }

  @AfterEach
  void close() {
    application.close();
  }

  @Test
  void springsTransactionIsCommittedOrRolledBackAsAWhole() {
    Visits visits = application.getBean(Visits.class);

    visits.add(List.of("Ada", "Grace"));
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> visits.add(List.of("Edsger", "nobody")));

    assertThat(visits.all()).containsExactly("Ada", "Grace");
  }

  @Test
  void databaseAndDataSourceSeeTheSame() {
    application.getBean(Visits.class).add(List.of("Ada"));

    assertThat(
            application
                .getBean(Database.class)
                .query("select patient from visits")
                .list(row -> row.text(0)))
        .containsExactly("Ada");
  }

  @Test
  void healthNamesTheDatabase() {
    var health =
        (CompositeHealthDescriptor)
            Objects.requireNonNull(application.getBean(HealthEndpoint.class).healthForPath("weir"));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getComponents()).containsOnlyKeys("clinics");
  }

  @Test
  void metricsCountWhatTakesTheDataSource() {
    MeterRegistry registry = application.getBean(MeterRegistry.class);
    double before = requests(registry);

    application.getBean(Visits.class).all();

    assertThat(requests(registry)).isEqualTo(before + 1);
    assertThat(registry.get("weir.pool.limit").tag("database", "clinics").gauge().value())
        .isPositive();
  }

  @Test
  void closingTheApplicationWaitsForWhatIsUnderWay() throws InterruptedException {
    Database database = application.getBean(Database.class);
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> {
          started.countDown();
          return database
              .query("select 'done' from pg_sleep(2)")
              .list(row -> Objects.requireNonNull(row.text(0)))
              .getFirst();
        });
    started.await();
    await()
        .until(() ->
            application.getBean(MeterRegistry.class).get("weir.requests.active").gauge().value()
                >= 1);

    application.close();

    assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("done");
  }

  private static double requests(MeterRegistry registry) {
    return registry
        .get("weir.requests")
        .tags("database", "clinics", "outcome", "ok")
        .functionCounter()
        .count();
  }

  /** A service as an application would write it. */
  static class Visits {
    private final JdbcClient jdbc;

    Visits(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Transactional
    public void add(List<String> patients) {
      for (String patient : patients) {
        jdbc.sql("insert into visits (patient) values (:patient)")
            .param("patient", patient)
            .update();
      }
    }

    @Transactional(readOnly = true)
    public List<String> all() {
      return jdbc.sql("select patient from visits order by id").query(String.class).list();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Clinic {
    @Bean
    Visits visits(JdbcClient jdbc) {
      return new Visits(jdbc);
    }
  }
}
