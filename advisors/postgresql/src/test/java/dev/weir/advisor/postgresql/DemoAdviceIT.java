package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.operations.demo.DemoFault;
import dev.weir.operations.demo.DemoFaults;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The demo database from its planted faults to health, by its advice alone; with a chain of five
 * sessions that wait, a transaction that was forgotten and a slot that nobody reads.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoAdviceIT {
  /** As in production, but that a second is a long wait. */
  private static final PostgresqlAdvisor ADVISOR =
      new PostgresqlAdvisor(
          new Limits(
              Limits.DEFAULT.longTransaction(),
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Limits.DEFAULT.slotBytes(),
              Limits.DEFAULT.replicaBytes(),
              Limits.DEFAULT.hugeRows()));

  private static Clinic clinic;
  private static Queue queue;
  private static Transaction forgotten;
  private static Findings found;

  @BeforeAll
  static void load() {
    clinic = new Clinic();
    clinic.work();
    leaveASlotBehind();
    forgotten = clinic.database().begin(TransactionOptions.DEFAULT.timeout(Duration.ofMinutes(10)));
    Clinic.run(forgotten, "select count(*) from clinics");
    queue = new Queue(clinic.database(), "update providers set active = active where id = %d");
    found =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> ADVISOR.examine(Examination.of(clinic.database())),
                all ->
                    of(all, "lock-blocker").anyMatch(each -> each.text().startsWith("5 sessions"))
                        && of(all, "transaction-idle").count() == 2);
  }

  /** With as much of the log as is worth telling. */
  private static void leaveASlotBehind() {
    Clinic.run(clinic.admin(), "select pg_create_physical_replication_slot('left_behind', true)");
    for (int i = 0; i < 140; i++) {
      Clinic.run(
          clinic.admin(), "select pg_logical_emit_message(false, 'x', repeat('x', 1000000))");
    }
  }

  private static Stream<Advice> of(Findings findings, String rule) {
    return findings.advice().stream().filter(each -> each.rule().code().equals(rule));
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
                || advice.object().equals("public.reminders")
                || Set.of("lock-blocker", "transaction-idle", "slot-inactive")
                    .contains(advice.rule().code()));
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
  void whatStopsTheServerStandsFirst() {
    assertThat(found.advice().stream().limit(2).map(each -> each.rule().code()))
        .containsExactly("sequence-near-end", "slot-inactive");
    assertThat(of(found, "lock-blocker")).hasSize(1);
    assertThat(found.advice().stream().map(each -> each.rule().code()))
        .containsSubsequence("lock-blocker", "transaction-idle", "transaction-idle");
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
  void sessionsThatHoldOthersUpAndTheSlotAreEndedByAPerson() {
    for (Advice advice : found.advice()) {
      if (!advice.remedy().applicable()) {
        boolean slot = advice.rule().code().equals("slot-inactive");
        ADVISOR.carryOut(
            slot ? clinic.admin() : clinic.database(),
            advice.remedy().commands(),
            Duration.ofSeconds(5),
            _ -> {});
      }
    }
    queue.awaitEnd();
    assertThatThrownBy(forgotten::close).isInstanceOf(WeirException.class);

    assertThat(ADVISOR.examine(Examination.of(clinic.database())).advice())
        .allMatch(advice -> advice.remedy().applicable());
  }

  @Test
  @Order(7)
  void everyOtherRemedyIsCarriedOutAndAHealthyDatabaseGetsNoAdvice() {
    List<String> steps = new ArrayList<>();
    for (Advice advice :
        found.advice().stream().filter(each -> each.remedy().applicable()).toList()) {
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
