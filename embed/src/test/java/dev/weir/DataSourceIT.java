package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.testing.databases.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class DataSourceIT {
  private static Weir weir;
  private static DataSource source;

  @BeforeAll
  static void open() throws SQLException {
    weir = Weir.open();
    source = weir.dataSource(Servers.postgresql15().url());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists letters");
      statement.execute(
          "create table letters (id bigint generated always as identity primary key, letter text not null)");
    }
  }

  @AfterAll
  static void close() {
    weir.close();
  }

  @Test
  void plainJdbcInsertsAndReads() throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into letters (letter) values (?)", Statement.RETURN_GENERATED_KEYS)) {
        insert.setString(1, "a");
        insert.addBatch();
        insert.setString(1, "b");
        insert.addBatch();
        assertThat(insert.executeBatch()).containsExactly(1, 1);
      }
      connection.commit();
      try (Statement select = connection.createStatement();
          ResultSet rows =
              select.executeQuery("select count(*) from letters where letter in ('a', 'b')")) {
        rows.next();
        assertThat(rows.getLong(1)).isEqualTo(2);
        assertThat(rows.getStatement()).isSameAs(select);
        assertThat(select.getConnection()).isEqualTo(connection);
      }
    }
  }

  @Test
  void jdbiWorksAsItIs() {
    Jdbi jdbi = Jdbi.create(source);

    long count =
        jdbi.inTransaction(handle -> {
          handle.execute("insert into letters (letter) values (?)", "jdbi");
          return handle
              .createQuery("select count(*) from letters where letter = :letter")
              .bind("letter", "jdbi")
              .mapTo(Long.class)
              .one();
        });

    assertThat(count).isEqualTo(1);
  }

  @Test
  void jooqWorksAsItIs() {
    var context = DSL.using(source, SQLDialect.POSTGRES);

    context.transaction(inner ->
        DSL.using(inner)
            .insertInto(DSL.table("letters"), DSL.field("letter", String.class))
            .values("jooq")
            .execute());

    assertThat(
            context.fetchCount(DSL.table("letters"), DSL.field("letter", String.class).eq("jooq")))
        .isEqualTo(1);
  }

  @Test
  void aViewerCannotWriteThroughJdbcEither() throws Exception {
    Caller viewer = Caller.of(new Principal("eve", Role.VIEWER, "test"));

    assertThatThrownBy(() ->
            viewer.call(() -> {
              try (Connection connection = source.getConnection();
                  Statement statement = connection.createStatement()) {
                return statement.executeUpdate("delete from letters");
              }
            }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("WEIR-018");
  }

  @Test
  void nothingGoesRoundThePath() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> connection.unwrap(PGConnection.class))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("select 1; drop table letters"))
          .hasMessageContaining("WEIR-009");
      assertThatThrownBy(() -> statement.execute("begin")).hasMessageContaining("WEIR-035");
      statement.addBatch("insert into letters (letter) values ('x')");
      statement.addBatch("select 1; drop table letters");
      assertThatThrownBy(statement::executeBatch).hasMessageContaining("WEIR-009");
    }
  }

  @Test
  void theDriversOwnErrorComesThroughWithItsState() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from no_such_table"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
    }
  }

  @Test
  void theConnectionGoesBackToThePool() throws SQLException {
    for (int i = 0; i < 100; i++) {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("insert into letters (letter) values ('lost')");
        }
      }
    }

    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from letters where letter = 'lost'")) {
      assertThat(connection.getAutoCommit()).isTrue();
      rows.next();
      assertThat(rows.getLong(1)).isZero();
    }
  }

  @Test
  void aDeadlineReachesTheServer() throws SQLException {
    var definition =
        weir.engine().database(Servers.postgresql15().url()).definition().toBuilder()
            .name("impatient");
    var timeouts =
        new dev.weir.api.Definition.Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1));
    try (Weir impatient = Weir.open(java.util.List.of(definition.timeouts(timeouts).build()));
        Connection connection = impatient.dataSource("impatient").getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(30)"))
          .isInstanceOf(java.sql.SQLTimeoutException.class);
    }
  }
}
