package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Rule;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule is silent on a healthy server, finds its fault, and is silent when that is mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EveryRuleContract {
  private final Ward ward;

  EveryRuleContract(Function<ServerOptions, DatabaseServer> servers) {
    this.ward = new Ward(servers);
  }

  @AfterAll
  void close() {
    ward.close();
  }

  static Stream<Fault> faults() {
    return Stream.concat(TableFaults.ALL.stream(), ServerFaults.ALL.stream());
  }

  @Test
  @Order(1)
  void aHealthyServerGetsNoAdvice() {
    assertThat(ward.examine(false, List.of()).advice()).isEmpty();
    assertThat(ward.examine(true, List.of()).advice())
        .extracting(each -> each.rule().code())
        .containsExactly("login-superuser");
  }

  @Test
  @Order(2)
  void everyRuleHasAFault() {
    assertThat(faults().map(Fault::rule))
        .containsAll(new PostgresqlAdvisor().rules().stream().map(Rule::code).toList());
  }

  @Test
  @Order(3)
  void whatALoginMayNotSeeIsSeenAfterTheGrantsThatItWasTold() {
    ward.admin("create role watcher login password 'watcher'");
    Database database = ward.as("watcher", "watcher");
    List<NotChecked> before = refused(database);

    for (NotChecked each : before) {
      Arrays.stream(each.mend().split("; ")).forEach(ward::admin);
    }

    assertThat(before).extracting(NotChecked::what).contains("access-trust", "replica-lag");
    assertThat(refused(database)).isEmpty();
  }

  /** But for the statements, which are counted after a restart. */
  private List<NotChecked> refused(Database database) {
    List<NotChecked> all =
        new ArrayList<>(ward.advisor().examine(Examination.of(database)).notChecked());
    all.removeIf(each -> each.what().equals("index-missing"));
    return all;
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Order(4)
  void aFaultIsFoundAndMended(Fault fault) {
    assertThat(ward.advice(fault)).as("before").isEmpty();

    try (Tidying _ = () -> fault.after().accept(ward)) {
      fault.cause().accept(ward);
      findAndMend(fault);
    }
  }

  private interface Tidying extends AutoCloseable {
    @Override
    void close();
  }

  private void findAndMend(Fault fault) {
    Advice found = ward.awaitAdvice(fault);
    assertThat(found.evidence()).isNotEmpty();
    assertThat(found.remedy().commands()).isNotEmpty();

    fault.mending().accept(ward, found);
    ward.awaitHealth(fault);

    if (fault.back()) {
      ward.follow(fault.superuser(), found.remedy().undo());
      ward.awaitAdvice(fault);
      ward.follow(fault.superuser(), found.remedy().commands());
      ward.awaitHealth(fault);
    }
  }
}
