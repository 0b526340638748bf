package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.DatabaseError;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Statement;
import dev.weir.api.TransactionOptions;
import dev.weir.testing.databases.Servers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MariadbIT extends ServerBehaviour {
  MariadbIT() {
    super(Servers.mariadb());
  }

  @Override
  String version() {
    return "MariaDB 11.4.5";
  }

  @Override
  String now() {
    return "current_timestamp()";
  }

  private void returning() {
    database.update("drop table if exists returning_rows");
    database.update(
        "create table returning_rows (id int auto_increment primary key, t varchar(10))");
  }

  @Test
  void inserted_and_deleted_rows_are_answered_where_the_statement_asks_for_them() {
    returning();

    try (Rows rows =
        (Rows)
            database.execute(
                Statement.of(
                    "insert into returning_rows (t) values (?), (?) returning id, upper(t) as big",
                    "a",
                    "b"))) {
      assertThat(rows.columns()).extracting(c -> c.name()).containsExactly("id", "big");
      assertThat(rows.columns().getFirst().type()).isEqualTo(DataType.INTEGER);
      assertThat(rows.next()).isTrue();
      assertThat(rows.text(1)).isEqualTo("A");
      assertThat(rows.next()).isTrue();
      assertThat(rows.longAt(0)).isEqualTo(2);
      assertThat(rows.next()).isFalse();
    }
    assertThat(
            database
                .query("delete from returning_rows where id = 1 returning t")
                .list(row -> row.text(0)))
        .containsExactly("a");
    assertThat(one("select count(*) from returning_rows", Long.class)).isEqualTo(1);
  }

  @Test
  void an_update_counts_the_rows_that_it_answers_and_tells_them_as_keys() {
    returning();

    Result.Updated updated =
        database.update(
            Statement.of("insert into returning_rows (t) values ('a'), ('b') returning id, t")
                .generatedKeys());

    assertThat(updated.count()).isEqualTo(2);
    assertThat(updated.generatedKeys())
        .containsExactly(Map.of("id", 1L, "t", "a"), Map.of("id", 2L, "t", "b"));
    assertThat(database.update("replace into returning_rows values (1, 'c') returning id").count())
        .isPositive();
  }

  @Test
  void a_sequence_gives_each_number_once() {
    database.update("drop sequence if exists numbers");
    database.update("create sequence numbers start with 10 increment by 5 maxvalue 20");

    assertThat(one("select next value for numbers", Long.class)).isEqualTo(10);
    assertThat(one("select nextval(numbers)", Long.class)).isEqualTo(15);
    long[] seen = new long[2];
    database.transaction(
        TransactionOptions.DEFAULT,
        transaction -> {
          seen[0] =
              transaction
                  .query("select nextval(numbers)")
                  .first(row -> row.longAt(0))
                  .orElseThrow();
          seen[1] =
              transaction
                  .query("select previous value for numbers")
                  .first(row -> row.longAt(0))
                  .orElseThrow();
          return "done";
        });
    assertThat(seen).containsExactly(20, 20);
    assertThat(errorOf(() -> query("select nextval(numbers)")))
        .isEqualTo(DatabaseError.INVALID_VALUE);
    drop("sequence numbers");
  }

  @Test
  void a_sequence_is_no_reading_and_stands_in_the_schema_as_what_it_is() {
    database.update("create or replace sequence numbers");

    assertThat(
            List.of(CoreError.NOT_READ_ONLY, DatabaseError.READ_ONLY)
                .contains(
                    errorOf(() ->
                        database
                            .query(Statement.of("select nextval(numbers)").readOnly())
                            .list(row -> row.longAt(0)))))
        .isTrue();
    Schema schema = database.schema(new SchemaFilter(server.database(), "numbers", false));
    assertThat(table(schema, "numbers").kind()).isEqualTo(Schema.TableKind.SEQUENCE);
    assertThat(errorOf(() -> query("select nextval(no_such_sequence)")))
        .isEqualTo(DatabaseError.UNKNOWN_OBJECT);
    drop("sequence numbers");
  }
}
