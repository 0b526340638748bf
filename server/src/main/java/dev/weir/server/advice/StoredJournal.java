package dev.weir.server.advice;

import dev.weir.operations.advise.AdviceError;
import dev.weir.operations.advise.FileJournal;
import dev.weir.operations.advise.Journal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal in the store, which all servers see. What the command line writes into the file of
 * this server's home is taken over before anything is read.
 */
final class StoredJournal implements Journal {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LOCK = "hashtext('weir.advice'), hashtext(?)";

  private final DataSource source;
  private final JdbcClient store;
  private final FileJournal file;

  StoredJournal(DataSource source, FileJournal file) {
    this.source = source;
    this.store = JdbcClient.create(source);
    this.file = file;
  }

  @Override
  public List<Entry> of(String database) {
    try {
      file.all().forEach(entry -> write(entry, Instant.parse(entry.when())));
      return Journal.last(
          store
              .sql("select entry::text from advice_journal where database = ? order by at, id")
              .param(database)
              .query((row, _) -> JSON.readValue(row.getString(1), Entry.class))
              .list());
    } catch (DataAccessException e) {
      throw failed(e);
    }
  }

  @Override
  public void add(Entry entry) {
    try {
      write(entry, null);
    } catch (DataAccessException e) {
      throw failed(e);
    }
  }

  /**
   * @param at when it was; now by the store's clock, which servers share, where it is null
   */
  private void write(Entry entry, @Nullable Instant at) {
    store
        .sql(
            "insert into advice_journal (at, database, advice, state, entry) values"
                + " (coalesce(cast(? as timestamptz), clock_timestamp()), ?, ?, ?, ?::jsonb) on"
                + " conflict do nothing")
        .param(at == null ? null : at.atOffset(ZoneOffset.UTC))
        .param(entry.database())
        .param(entry.id())
        .param(entry.state().name())
        .param(JSON.writeValueAsString(entry))
        .update();
  }

  /** Locks by the store, for as long as its session lives: the end of a server frees it. */
  @Override
  public Hold hold(String database) {
    Hold home = file.hold(database);
    try {
      Connection connection = source.getConnection();
      if (asked(connection, "pg_try_advisory_lock", database)) {
        return () -> release(connection, database, home);
      }
      connection.close();
      home.close();
    } catch (SQLException e) {
      home.close();
      throw failed(e);
    }
    throw AdviceError.BUSY.because(
        "Database " + database + ": another server carries an advice out.", null);
  }

  private static void release(Connection connection, String database, Hold home) {
    try (home;
        connection) {
      asked(connection, "pg_advisory_unlock", database);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static boolean asked(Connection connection, String what, String database)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select " + what + "(" + LOCK + ")")) {
      statement.setString(1, database);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static RuntimeException failed(Exception cause) {
    return AdviceError.JOURNAL.because("The store does not keep what is applied.", cause);
  }
}
