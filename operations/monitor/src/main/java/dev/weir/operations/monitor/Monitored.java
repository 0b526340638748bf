package dev.weir.operations.monitor;

import dev.weir.api.Caller;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.engine.Looking;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.SessionFigures;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;

/** A database together with the monitor of its engine. */
public final class Monitored {
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private final OpenDatabase database;
  private final Monitor monitor;

  private Monitored(OpenDatabase database, Monitor monitor) {
    this.database = database;
    this.monitor = monitor;
  }

  /**
   * The monitor for a database, of those that are installed.
   *
   * @throws Rejected with {@code MONITOR-001}
   */
  public static Monitored of(OpenDatabase database) {
    String type = database.definition().type();
    return ServiceLoader.load(Monitor.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(monitor -> monitor.types().contains(type))
        .findFirst()
        .map(monitor -> new Monitored(database, monitor))
        .orElseThrow(() ->
            Rejected.because(
                MonitorError.NO_MONITOR,
                "Database "
                    + database.name()
                    + ": no monitor for the type "
                    + type
                    + " is installed."));
  }

  /**
   * Runs {@code look} as the same principal, told apart so that audits need not hold every look.
   */
  public static <T> T quietly(Callable<T> look) {
    // Catalogs hold no rows of tenants.
    return Looking.MONITOR.quietly(() -> Caller.current().tenant(null).call(look));
  }

  public OpenDatabase database() {
    return database;
  }

  public Monitor monitor() {
    return monitor;
  }

  /** A look that may take as long as {@code budget}, and tells at most {@code limit} of a kind. */
  public Look look(Duration budget, int limit) {
    return Look.at(database, database.connector().language(), budget, limit);
  }

  /** What would be stopped; ask for it before {@link #stop}, to show it to a person. */
  public SessionFigures session(String id) {
    List<SessionFigures> all = monitor.sessions(look(STOPPING, 10_000)).items();
    return all.stream()
        .filter(session -> session.id().equals(id))
        .findFirst()
        .orElseThrow(() -> gone(id));
  }

  /**
   * Cancels the statement of a session, or ends the session.
   *
   * @throws Rejected with {@code MONITOR-002} when it has ended meanwhile
   */
  public void stop(SessionFigures session, Stop how) {
    if (!monitor.stop(look(STOPPING, 1), session, how)) {
      throw gone(session.id());
    }
  }

  private Rejected gone(String id) {
    return Rejected.because(
        MonitorError.NO_SESSION, "Database " + database.name() + " has no session " + id + " now.");
  }

  /**
   * The plan of a statement.
   *
   * @param run true to run it, read-only and rolled back, so that times and rows are measured
   * @throws Rejected with {@code MONITOR-003} when it would be run and does not only read
   */
  public Plan explain(Statement statement, boolean run, Duration budget) {
    Understanding understanding = database.understand(statement.text()).understanding();
    if (run && (understanding.kind() != StatementKind.READ || understanding.statements() != 1)) {
      throw Rejected.because(
          MonitorError.NOT_ONLY_READING,
          "Database "
              + database.name()
              + ": the statement is of kind "
              + understanding.kind()
              + ", so it is not run to measure its plan.");
    }
    return monitor.explain(look(budget, 1), statement, run);
  }
}
