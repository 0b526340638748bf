package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.count;
import static dev.weir.testing.contract.Failures.failure;
import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What takes too long is ended in time, here and on the server. */
public interface DeadlineContract extends Subject {
  /** A deadline holds within a tenth, with this as the least slack. */
  Duration SLACK = Duration.ofMillis(150);

  /** The latest that a deadline may be told. */
  static Duration latest(Duration deadline) {
    Duration tenth = deadline.dividedBy(10);
    return deadline.plus(tenth.compareTo(SLACK) > 0 ? tenth : SLACK);
  }

  @Test
  default void a_deadline_ends_the_statement_here_and_on_the_server() {
    Duration limit = Duration.ofSeconds(2);
    run(database(), sample().rows(1));

    Punctual.ends(
        limit,
        latest(limit),
        () -> {
          WeirException error =
              refused(
                  () -> run(database(), sample().sleep(Duration.ofSeconds(30)).timeout(limit)),
                  CoreError.DEADLINE);
          // A server that is slow to confirm the cancel is cut off, and then nobody knows.
          assertThat(error.effect()).isIn(Effect.NONE, Effect.UNKNOWN);
        });
    nothingSleeps();
  }

  @Test
  default void a_session_whose_statement_was_ended_is_of_use_again() {
    OpenDatabase one = open(builder -> builder.pool(PoolContract.pool(1, Duration.ofSeconds(5))));
    run(one, sample().rows(1));

    refused(
        () -> run(one, sample().sleep(Duration.ofSeconds(30)).timeout(Duration.ofMillis(300))),
        CoreError.DEADLINE);

    for (int i = 0; i < 20; i++) {
      assertThat(count(one.query(sample().rows(5)))).isEqualTo(5);
    }
    nothingSleeps();
  }

  @Test
  default void the_deadline_of_the_definition_counts_where_the_statement_names_none() {
    Definition.Timeouts defaults = Definition.Timeouts.DEFAULT;
    OpenDatabase hasty =
        open(builder ->
            builder.timeouts(
                new Definition.Timeouts(
                    defaults.connect(),
                    Duration.ofSeconds(1),
                    defaults.transaction(),
                    Duration.ofMillis(100),
                    defaults.ceiling(),
                    defaults.slow())));

    run(hasty, sample().rows(1).timeout(Duration.ofSeconds(30)));

    refused(() -> run(hasty, sample().sleep(Duration.ofSeconds(30))), CoreError.DEADLINE);
    nothingSleeps();
  }

  @Test
  default void closing_the_engine_ends_what_runs() throws Exception {
    database();
    Connectors connectors = Connectors.installed();
    Definition definition = connectors.parse("contract", url()).orElseThrow().build();
    Engine engine = new Engine(connectors, List.of(definition), secret -> secret.reveal());
    OpenDatabase database = engine.database("contract");
    run(database, sample().rows(1));
    CompletableFuture<WeirException> ended =
        CompletableFuture.supplyAsync(
            () -> failure(() -> run(database, sample().sleep(Duration.ofSeconds(30)))),
            task -> Thread.ofVirtual().start(task));
    await().until(() -> database.primary().node().pool().active() == 1);

    engine.close(Duration.ofMillis(200));

    assertThat(ended.get(10, java.util.concurrent.TimeUnit.SECONDS)).isNotNull();
    refused(() -> run(database, sample().rows(1)), CoreError.SHUTTING_DOWN);
    nothingSleeps();
  }

  /** Fails where a statement that was ended still runs on the server. */
  default void nothingSleeps() {
    sample()
        .sleepers()
        .ifPresent(sleepers ->
            await()
                .until(() ->
                    database().query(sleepers).first(row -> row.longAt(0)).orElseThrow() == 0));
  }
}
