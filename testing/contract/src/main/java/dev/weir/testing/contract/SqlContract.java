package dev.weir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Ability;
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
}
