package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.count;
import static dev.weir.testing.contract.Failures.failure;
import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.ErrorKind;
import dev.weir.api.Health;
import dev.weir.api.Rows;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens when the server, the network or the password fail, and how it ends well. */
public interface ServerContract extends Subject {
  /** A server that belongs to the class alone and may be broken; asked for again it is the same. */
  DatabaseServer ownServer();

  /**
   * The code for a server without the database; engines whose databases are numbers differ, and
   * those that tell an ordinary login nothing of databases that are not its own.
   */
  default DatabaseError unknownDatabase() {
    return DatabaseError.UNKNOWN_DATABASE;
  }

  private OpenDatabase prepared(String url, UnaryOperator<Definition.Builder> change) {
    OpenDatabase database = open(url, change);
    sample().prepare(database);
    return database;
  }

  private DatabaseServer running() {
    DatabaseServer server = ownServer();
    if (!server.running()) {
      server.start();
    }
    return server;
  }

  private static void answers(OpenDatabase database, Sample sample) {
    await()
        .ignoreExceptionsInstanceOf(WeirException.class)
        .until(() -> count(database.query(sample.rows(1))) == 1);
  }

  private static OpenDatabase warm(OpenDatabase database, Sample sample) {
    for (int i = 0; i < 10; i++) {
      run(database, sample.rows(1));
    }
    return database;
  }

  @Test
  default void the_pool_heals_after_the_server_was_restarted() {
    DatabaseServer server = running();
    OpenDatabase database = warm(open(server.url(), builder -> builder), sample());

    server.stop();
    WeirException away = failure(() -> run(database, sample().rows(1)));
    server.start();

    assertThat(away.code().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    answers(database, sample());
    warm(database, sample());
    assertThat(database.health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  default void a_restart_between_two_statements_is_not_seen_by_a_reader() {
    DatabaseServer server = running();
    OpenDatabase database = warm(open(server.url(), builder -> builder), sample());

    server.stop();
    server.start();

    for (int i = 0; i < 20; i++) {
      assertThat(count(database.query(sample().rows(3)))).isEqualTo(3);
    }
  }

  @Test
  default void the_pool_heals_after_the_server_was_killed() {
    DatabaseServer server = running();
    OpenDatabase database = warm(open(server.url(), builder -> builder), sample());

    server.kill();
    failure(() -> run(database, sample().rows(1)));
    assertThat(database.health().status()).isEqualTo(Health.Status.DOWN);
    server.start();

    answers(database, sample());
    warm(database, sample());
  }

  @Test
  default void a_server_killed_while_a_query_streams_is_told_as_a_lost_connection() {
    DatabaseServer server = running();
    OpenDatabase database = prepared(server.url(), builder -> builder);
    WeirException lost;
    try (Rows rows = database.query(sample().rows(1_000_000).timeout(Duration.ofMinutes(1)))) {
      assertThat(rows.next()).isTrue();

      server.kill();
      lost = failure(() -> count(rows));
    }
    server.start();

    assertThat(lost.code()).isEqualTo(DatabaseError.CONNECTION_LOST_DURING);
    assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(lost.facts()).containsEntry("database", "contract");
    answers(database, sample());
    assertThat(database.primary().node().pool().active()).isZero();
  }

  @Test
  default void a_server_that_is_away_at_the_start_is_found_when_it_comes() {
    DatabaseServer server = running();
    server.stop();
    OpenDatabase database = open(server.url(), builder -> builder);

    WeirException away =
        refused(() -> run(database, sample().rows(1)), DatabaseError.CONNECTION_REFUSED);
    Health down = database.health();
    server.start();

    assertThat(away.effect()).isEqualTo(Effect.NONE);
    assertThat(down.status()).isEqualTo(Health.Status.DOWN);
    assertThat(down.nodes().getFirst().error()).contains("SQL-021");
    assertThat(down.advice()).isNotEmpty();
    answers(database, sample());
  }

  @Test
  default void a_wrong_password_is_told_and_a_corrected_one_used_at_once() {
    DatabaseServer server = running();
    AtomicReference<String> password = new AtomicReference<>("wrong");
    Connectors connectors = Connectors.installed();
    Definition definition =
        connectors
            .parse("contract", server.url())
            .orElseThrow()
            .password(Secret.of("test://password"))
            .build();

    try (Engine engine = new Engine(connectors, List.of(definition), _ -> password.get())) {
      OpenDatabase database = engine.database("contract");
      WeirException refused =
          refused(() -> run(database, sample().rows(1)), DatabaseError.AUTHENTICATION);
      password.set(server.password());

      assertThat(refused.code().kind()).isEqualTo(ErrorKind.DENIED);
      assertThat(refused.getMessage()).doesNotContain("wrong").doesNotContain(server.password());
      assertThat(run(database, sample().rows(1))).isEqualTo(1);
    }
  }

  @Test
  default void an_unknown_database_is_told() {
    DatabaseServer server = running();
    OpenDatabase database = open(server.url(), builder -> builder.database("99999"));

    refused(() -> run(database, sample().rows(1)), unknownDatabase());
  }

  @Test
  default void an_unknown_host_and_a_wrong_port_are_told() {
    DatabaseServer server = running();

    refused(
        () ->
            run(
                open(server.url(), builder -> builder.host("no-such-host.invalid")),
                sample().rows(1)),
        DatabaseError.CONNECTION_REFUSED);
    refused(
        () -> run(open(server.url(), builder -> builder.port(1)), sample().rows(1)),
        DatabaseError.CONNECTION_REFUSED);
  }

  @Test
  default void the_step_on_the_way_that_fails_is_named_with_its_mend() {
    DatabaseServer server = running();

    assertThat(failing(server, builder -> builder.host("no-such-host.invalid"))).isEqualTo("name");
    assertThat(failing(server, builder -> builder.port(1))).isEqualTo("tcp");
    assertThat(failing(server, builder -> builder.password(Secret.of("wrong")))).isEqualTo("login");
    assertThat(failing(server, builder -> builder.database("99999"))).isEqualTo("login");
  }

  private String failing(DatabaseServer server, UnaryOperator<Definition.Builder> change) {
    List<Step> steps =
        open(server.url(), change)
            .primary()
            .node()
            .diagnose(Deadline.after(Duration.ofSeconds(10)));
    Step last = steps.getLast();
    assertThat(last.outcome()).isEqualTo(Step.Outcome.FAILED);
    assertThat(last.finding()).isNotBlank().doesNotContain("wrong");
    assertThat(last.mend()).isNotBlank();
    return last.name();
  }

  @Test
  default void a_deadline_holds_while_the_network_swallows_everything() {
    DatabaseServer server = running();
    Duration limit = Duration.ofSeconds(2);
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database = warm(open(proxy.url(server), builder -> builder), sample());

      proxy.blackHole();
      for (int i = 0; i < 3; i++) {
        Punctual.ends(
            Duration.ZERO,
            DeadlineContract.latest(limit),
            () ->
                refused(
                    () -> run(database, sample().rows(1).timeout(limit)),
                    CoreError.DEADLINE,
                    DatabaseError.CONNECTION_REFUSED));
      }
      proxy.restore();

      answers(database, sample());
    }
  }

  @Test
  default void a_deadline_holds_while_rows_stop_coming() {
    DatabaseServer server = running();
    Duration limit = Duration.ofSeconds(2);
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database = warm(open(proxy.url(server), builder -> builder), sample());

      Punctual.ends(
          limit,
          DeadlineContract.latest(limit),
          () -> {
            proxy.restore();
            answers(database, sample());
          },
          () -> {
            try (Rows rows = database.query(sample().rows(1_000_000).timeout(limit))) {
              assertThat(rows.next()).isTrue();
              proxy.blackHole();

              refused(() -> count(rows), CoreError.DEADLINE);
            }
          });
      proxy.restore();

      answers(database, sample());
    }
  }

  @Test
  default void a_connection_cut_between_statements_costs_a_reader_nothing() {
    DatabaseServer server = running();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database = warm(open(proxy.url(server), builder -> builder), sample());

      for (int i = 0; i < 5; i++) {
        proxy.cut();
        assertThat(count(database.query(sample().rows(3)))).isEqualTo(3);
      }
    }
  }

  @Test
  default void a_breaker_opens_on_a_failing_node_and_closes_when_it_is_well() {
    DatabaseServer server = running();
    Definition.Breaker hasty = new Definition.Breaker(0.5, 10, 4, Duration.ofSeconds(2));
    Definition.Retry never = new Definition.Retry(1, Duration.ofMillis(1), 1, Duration.ofMillis(1));
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database =
          warm(open(proxy.url(server), builder -> builder.breaker(hasty).retry(never)), sample());
      proxy.refuse();
      proxy.cut();
      for (int i = 0; i < 6; i++) {
        failure(() -> run(database, sample().rows(1)));
      }

      WeirException open = refused(() -> run(database, sample().rows(1)), CoreError.BREAKER_OPEN);
      assertThat(open.retryable()).isTrue();
      proxy.restore();

      answers(database, sample());
      warm(database, sample());
    }
  }
}
