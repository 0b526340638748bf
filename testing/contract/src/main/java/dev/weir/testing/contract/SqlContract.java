package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.failure;
import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Statement;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every connector of a relational engine must show. */
public abstract class SqlContract extends ConnectorContract
    implements StatementContract,
        TypeContract,
        TransactionContract,
        ProcedureContract,
        ErrorContract,
        SchemaContract {
  @Override
  public abstract SqlSample sample();

  @Test
  final void a_relational_engine_declares_what_they_all_have() {
    assertThat(connector().abilities())
        .containsAll(
            Set.of(
                Ability.SQL,
                Ability.TRANSACTIONS,
                Ability.SAVEPOINTS,
                Ability.BATCHES,
                Ability.GENERATED_KEYS,
                Ability.SCHEMA));
  }

  @Test
  final void a_service_that_runs_into_its_deadlines_is_left_alone_and_no_other() {
    Definition.Breaker hasty = new Definition.Breaker(0.5, 10, 4, Duration.ofSeconds(2));
    OpenDatabase shared =
        open(builder -> builder.breaker(hasty).service("reports", 2).service("desk", 2));
    Statement slow = sample().sleep(Duration.ofSeconds(30)).timeout(Duration.ofMillis(500));

    run(shared, sample().rows(1));

    await()
        .until(() ->
            failure(() -> run(shared, slow.service("reports"))).code() == CoreError.BREAKER_OPEN);

    refused(() -> run(shared, sample().rows(1).service("reports")), CoreError.BREAKER_OPEN);
    assertThat(run(shared, sample().rows(1).service("desk"))).isEqualTo(1);
    await().ignoreExceptions().until(() -> run(shared, sample().rows(1).service("reports")) == 1);
    nothingSleeps();
  }
}
