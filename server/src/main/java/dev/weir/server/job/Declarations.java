package dev.weir.server.job;

import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.server.boot.NodeName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schedules of a kind as the configurations of the servers say them, in a table of the store
 * with the columns {@code name}, {@code definition}, {@code zone} and {@code declared_by}. Each is
 * put down for its next time. It goes when the server that has said it last says it no more.
 */
public final class Declarations {
  private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

  private final JdbcClient store;
  private final String table;
  private final DueTimes due;
  private final String server;

  public Declarations(JdbcClient store, String table, DueTimes due, Home home) {
    this.store = store;
    this.table = table;
    this.due = due;
    this.server = NodeName.of(home);
  }

  /** Reads a schedule. */
  public interface Reading {
    /**
     * When it is due next.
     *
     * @throws WeirException when it makes no sense
     */
    Instant next(String name, String definition, ZoneId zone);
  }

  /**
   * Takes what the configuration of this server says now; what makes no sense is told in the log.
   *
   * @param zone where a definition names none
   */
  public synchronized void take(Map<String, String> schedules, ZoneId zone, Reading reading) {
    try {
      schedules.forEach((name, definition) -> take(name, definition, zone, reading));
      own().stream()
          .filter(name -> !schedules.containsKey(name))
          .forEach(name -> {
            store.sql("delete from " + table + " where name = ?").param(name).update();
            due.cancel(name);
          });
    } catch (RuntimeException failed) {
      LOG.error(
          "The table {} could not be brought up to date; what was in it holds", table, failed);
    }
  }

  private void take(String name, String definition, ZoneId zone, Reading reading) {
    boolean known = isKnown(name, definition, zone);
    declare(name, definition, zone);
    try {
      due.put(name, reading.next(name, definition, zone), !known);
    } catch (WeirException wrong) {
      LOG.warn("{}", wrong.explanation());
      due.cancel(name);
    }
  }

  private boolean isKnown(String name, String definition, ZoneId zone) {
    return store
        .sql(
            "select exists (select from "
                + table
                + " where name = ? and definition = ? and zone = ?)")
        .params(name, definition, zone.getId())
        .query(Boolean.class)
        .single();
  }

  private void declare(String name, String definition, ZoneId zone) {
    store
        .sql(
            """
            insert into %s (name, definition, zone, declared_by) values (?, ?, ?, ?)
            on conflict (name) do update
              set definition = excluded.definition, zone = excluded.zone, declared_by = excluded.declared_by
            """
                .formatted(table))
        .params(name, definition, zone.getId(), server)
        .update();
  }

  private List<String> own() {
    return store
        .sql("select name from " + table + " where declared_by = ?")
        .param(server)
        .query(String.class)
        .list();
  }
}
