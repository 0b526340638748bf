package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Caller;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.contract.NotificationContract;
import dev.weir.testing.contract.SqlServerContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL, whatever its version. */
abstract class PostgresqlContract extends SqlServerContract
    implements NotificationContract, CopyContract {
  PostgresqlContract() {
    super(new PostgresqlConnector(), new PostgresqlSample());
  }

  @Test
  void a_listen_statement_is_refused_so_that_no_shared_session_listens() {
    Caller viewer = Caller.of(new Principal("vera", Role.VIEWER, "test"));

    for (String text : List.of("listen contract", "LISTEN \"contract\"")) {
      assertThatThrownBy(() -> database().execute(Statement.of(text)))
          .hasMessageContaining("weir listen");
      assertThatThrownBy(() -> database().transaction(tx -> tx.execute(Statement.of(text))))
          .hasMessageContaining("weir listen");
      viewer.run(() ->
          assertThatThrownBy(() -> database().query(text)).hasMessageContaining("weir listen"));
    }
  }

  @Test
  void where_rows_are_filtered_by_tenant_listening_needs_an_operator() {
    OpenDatabase filtered =
        open(builder -> builder.tenancy(new Definition.Tenancy("app.tenant", false)));
    Caller developer = Caller.of(new Principal("dora", Role.DEVELOPER, "test"));

    developer.run(
        () -> assertThatThrownBy(() -> filtered.listen("a")).hasMessageContaining("OPERATOR"));

    filtered.listen("a").close();
  }

  @Test
  void a_payload_that_is_too_long_and_a_channel_that_is_are_told_with_what_to_do() {
    assertThatThrownBy(() -> database().execute(sample().notify("contract", "x".repeat(8000))))
        .hasMessageContaining("less than 8000 bytes")
        .extracting(error -> ((WeirException) error).code())
        .isEqualTo(DatabaseError.LIMIT_EXCEEDED);
    assertThatThrownBy(() -> database().listen("x".repeat(64)))
        .hasMessageContaining("1 to 63 bytes");
  }
}
