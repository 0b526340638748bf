package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.demo.DemoFault;
import dev.weir.operations.demo.DemoFaults;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The demo database from its planted faults to health, by its advice alone. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoAdviceIT {
  private static final PostgresqlAdvisor ADVISOR = new PostgresqlAdvisor();
  private static Clinic clinic;
  private static Findings found;

  @BeforeAll
  static void load() {
    clinic = new Clinic();
    clinic.work();
    found = ADVISOR.examine(Examination.of(clinic.database()));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  @Order(1)
  void everyPlantedFaultIsFound() {
    for (DemoFault fault : DemoFaults.all()) {
      assertThat(found.advice())
          .as(fault.name() + " in " + told(found))
          .anyMatch(advice -> isOf(advice, fault));
    }
  }

  private static boolean isOf(Advice advice, DemoFault fault) {
    String table = "public." + fault.object().replaceFirst("\\..*", "");
    String column = fault.object().replaceFirst(".*\\.", "");
    String code = advice.rule().code();
    return switch (fault.kind()) {
      case MISSING_INDEX ->
          code.equals("index-missing") && advice.object().equals(table + " (" + column + ")");
      case SLOW_STATEMENT -> code.equals("index-missing") && advice.object().startsWith(table);
      case UNUSED_INDEX -> code.equals("index-unused") && advice.object().equals(table);
      case DUPLICATE_INDEX -> code.equals("index-duplicate") && advice.object().equals(table);
      case BLOATED_TABLE -> code.equals("table-bloated") && advice.object().equals(table);
      case NO_PRIMARY_KEY -> code.equals("primary-key-missing") && advice.object().equals(table);
      case SEQUENCE_NEAR_END -> code.equals("sequence-near-end") && advice.object().equals(table);
      case UNINDEXED_FOREIGN_KEY ->
          code.equals("foreign-key-without-index")
              && advice.object().equals(table + " (" + column + ")");
    };
  }

  @Test
  @Order(2)
  void nothingElseIsFound() {
    assertThat(found.advice())
        .as(told(found))
        .allMatch(advice ->
            DemoFaults.all().stream().anyMatch(fault -> isOf(advice, fault))
                || advice.object().equals("public.reminders"));
  }

  @Test
  @Order(3)
  void theSameFaultsHaveTheSameIdsWhenTheyAreFoundAgain() {
    Findings again = ADVISOR.examine(Examination.of(clinic.database()));

    assertThat(again.advice().stream().map(Advice::id).toList())
        .containsExactlyInAnyOrderElementsOf(found.advice().stream().map(Advice::id).toList());
  }

  @Test
  @Order(4)
  void theSequenceThatWillStopInsertsStandsFirst() {
    assertThat(found.advice().getFirst().rule().code()).isEqualTo("sequence-near-end");
    assertThat(found.advice()).isSortedAccordingTo(Advice.WORTH);
  }

  @Test
  @Order(5)
  void whatMayNotBeSeenIsNotFine() {
    assertThat(found.notChecked().stream().map(NotChecked::what)).contains("access-trust");
    assertThat(found.notChecked()).allMatch(each -> !each.mend().isEmpty());
  }

  @Test
  @Order(6)
  void everyRemedyIsCarriedOutAndAHealthyDatabaseGetsNoAdvice() {
    List<String> steps = new ArrayList<>();
    for (Advice advice : found.advice()) {
      assertThat(advice.remedy().applicable()).as(advice.text()).isTrue();
      ADVISOR.carryOut(
          clinic.database(), advice.remedy().commands(), Duration.ofSeconds(5), steps::add);
    }
    clinic.work();

    Findings healthy = ADVISOR.examine(Examination.of(clinic.database()));

    assertThat(healthy.advice()).as(told(healthy)).isEmpty();
  }

  private static String told(Findings findings) {
    StringBuilder all = new StringBuilder();
    for (Advice advice : findings.advice()) {
      all.append(
          "\n%-26s %-40s %s %s %s"
              .formatted(
                  advice.rule().code(),
                  advice.object(),
                  advice.gain().text(),
                  advice.evidence(),
                  advice.remedy().commands()));
    }
    findings.notChecked().forEach(each -> all.append("\nnot checked: ").append(each));
    return all.toString();
  }
}
