package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.contract.NotificationContract;
import dev.weir.testing.contract.SqlServerContract;
import java.time.Duration;
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

  @Test
  void what_a_statement_usually_takes_ends_a_read_and_never_a_change() {
    Definition.Timeouts defaults = Definition.Timeouts.DEFAULT;
    OpenDatabase quick =
        open(builder ->
            builder.timeouts(
                new Definition.Timeouts(
                    defaults.connect(),
                    Duration.ofMinutes(5),
                    defaults.transaction(),
                    Duration.ofMillis(200),
                    Duration.ofMillis(1000),
                    defaults.slow())));
    String read = "select count(*) from generate_series(1, ?::bigint)";
    String change = "insert into naps select ? from pg_sleep(?)";
    quick.execute(Statement.of("drop table if exists naps"));
    quick.execute(Statement.of("create table naps (n int)"));
    for (int i = 0; i < 20; i++) {
      quick.query(read, 1).list(row -> row.longAt(0));
      quick.update(change, i, 0);
    }

    assertThatThrownBy(() -> quick.query(read, 10_000_000_000L).list(row -> row.longAt(0)))
        .extracting(error -> ((WeirException) error).code())
        .isEqualTo(CoreError.DEADLINE);
    assertThat(quick.update(change, 20, 1.5).count()).isEqualTo(1);
    quick.execute(Statement.of("drop table naps"));
  }
}
