package dev.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may use whom, as the table of the house says. */
class ImportRulesTest {
  private static final String[] API = {"dev.weir.api..", "dev.weir.spi.."};
  private static final String[] CONNECTOR_BASE = {
    "dev.weir.connector.jdbc..", "dev.weir.connector.sql.."
  };
  private static final String[] RELATIONAL = {
    "dev.weir.connector.jdbc..",
    "dev.weir.connector.postgresql..",
    "dev.weir.connector.mysql..",
    "dev.weir.connector.sqlite..",
    "dev.weir.connector.sqlserver..",
    "dev.weir.connector.oracle.."
  };
  private static final String[] SERVER_STORE = {
    "dev.weir.server.store..",
    "dev.weir.server.account..",
    "dev.weir.server.advice..",
    "dev.weir.server.alert..",
    "dev.weir.server.audit..",
    "dev.weir.server.backup..",
    "dev.weir.server.catalog..",
    "dev.weir.server.job..",
    "dev.weir.server.notice..",
    "dev.weir.server.monitor..",
    "dev.weir.server.operation..",
    "dev.weir.server.problem..",
    "dev.weir.server.query..",
    "dev.weir.server.report.."
  };

  @Test
  void apiUsesNothingButTheJdkAndJspecify() {
    holds(
        classes()
            .that()
            .resideInAnyPackage(API)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(API)
                    .or(resideInAnyPackage("java..", "javax.net..", "org.jspecify.annotations"))));
  }

  @Test
  void engineUsesOfWeirTheApiAlone() {
    holds(ofWeir("dev.weir.engine..", API));
  }

  @Test
  void connectorsUseOfWeirTheApiAndTheRelationalBaseAlone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.weir.connector..")
            .should()
            .dependOnClassesThat(
                weir()
                    .and(not(resideInAnyPackage(API)))
                    .and(not(resideInAPackage("dev.weir.connector..")))));
    holds(
        slices()
            .matching("dev.weir.connector.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(any(), resideInAnyPackage(CONNECTOR_BASE)));
  }

  @Test
  void theRelationalBaseKnowsNoEngine() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(CONNECTOR_BASE)
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.weir.connector..")
                    .and(not(resideInAnyPackage(CONNECTOR_BASE)))));
  }

  @Test
  void operationsUseOfWeirApiAndEngineAndNeverEachOther() {
    holds(ofWeir("dev.weir.operations..", "dev.weir.api..", "dev.weir.spi..", "dev.weir.engine.."));
    holds(slices().matching("dev.weir.operations.(*)..").should().notDependOnEachOther());
  }

  @Test
  void formatsUseOfWeirApiAndEngine() {
    holds(ofWeir("dev.weir.format..", "dev.weir.api..", "dev.weir.spi..", "dev.weir.engine.."));
    holds(slices().matching("dev.weir.format.(*)..").should().notDependOnEachOther());
  }

  @Test
  void runtimesUseOfWeirNothingButEachOther() {
    holds(ofWeir("dev.weir.runtime.."));
  }

  @Test
  void backupMethodsUseOfWeirApiAndRuntimesAndNeverEachOther() {
    holds(ofWeir("dev.weir.backup..", "dev.weir.api..", "dev.weir.spi..", "dev.weir.runtime.."));
    holds(slices().matching("dev.weir.backup.(*)..").should().notDependOnEachOther());
  }

  @Test
  void monitorsUseOfWeirTheApiAloneAndNeverEachOther() {
    holds(ofWeir("dev.weir.monitor..", "dev.weir.api..", "dev.weir.spi.."));
    holds(slices().matching("dev.weir.monitor.(*)..").should().notDependOnEachOther());
  }

  @Test
  void advisorsUseOfWeirTheApiAndNeverEachOther() {
    holds(ofWeir("dev.weir.advisor..", "dev.weir.api..", "dev.weir.spi.."));
    holds(slices().matching("dev.weir.advisor.(*)..").should().notDependOnEachOther());
  }

  @Test
  void storesUseOfWeirTheApiAndWhatStoresShareAlone() {
    holds(ofWeir("dev.weir.store..", "dev.weir.api..", "dev.weir.spi.."));
    holds(
        slices()
            .matching("dev.weir.store.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(any(), resideInAPackage("dev.weir.store.transfer..")));
  }

  @Test
  void nobodyUsesTheFaces() {
    for (String face : new String[] {"dev.weir.server..", "dev.weir.cli..", "dev.weir.spring.."}) {
      holds(
          noClasses()
              .that()
              .resideOutsideOfPackage(face)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(face));
    }
  }

  @Test
  void nobodyButTheFacesUsesTheFacade() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.weir",
                "dev.weir.datasource..",
                "dev.weir.advice..",
                "dev.weir.backups..",
                "dev.weir.server..",
                "dev.weir.cli..",
                "dev.weir.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.weir", "dev.weir.datasource.."));
  }

  @Test
  void springIsUsedByServerAndStarterOnly() {
    holds(
        only("org.springframework..", "dev.weir.server..", "dev.weir.spring..")
            .because("the library and the command line start without Spring"));
  }

  @Test
  void picocliIsUsedByTheCommandLineOnly() {
    holds(only("picocli..", "dev.weir.cli.."));
  }

  @Test
  void jdbcIsUsedBelowTheRelationalConnectorsAndTheServersStoreOnly() {
    holds(
        noClasses()
            .that(
                not(
                    resideInAnyPackage(RELATIONAL)
                        .or(resideInAnyPackage(SERVER_STORE))
                        .or(resideInAPackage("dev.weir.datasource.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql.."));
  }

  @Test
  void requestContextIsScopedAndNeverThreadLocal() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocal.class)
            .because("a virtual thread is one request, and ScopedValue ends with it"));
  }

  private static ArchRule ofWeir(String those, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(those)
        .should()
        .dependOnClassesThat(
            weir().and(not(resideInAPackage(those))).and(not(resideInAnyPackage(others))));
  }

  private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction only(
      String library, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaClass> weir() {
    return resideInAPackage("dev.weir..");
  }

  private static DescribedPredicate<JavaClass> any() {
    return DescribedPredicate.alwaysTrue();
  }

  /** A rule for a module that has not been built yet holds too. */
  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(House.CLASSES);
  }
}
