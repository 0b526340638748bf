package dev.weir.backup.postgresql;

import dev.weir.runtime.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements on a server to which no handle is open, or that no handle would let through. Questions
 * to the database that every server has go to one psql, which stays; not for several threads.
 */
final class Psql implements AutoCloseable {
  /** Its errors tell no statements and no rows. */
  private static final List<String> QUIET =
      List.of("-v", "VERBOSITY=terse", "-v", "SHOW_CONTEXT=never");

  private final Login login;
  private final Map<String, String> options;
  private @Nullable String any;
  private @Nullable PsqlSession kept;

  Psql(Login login, Map<String, String> options) {
    this.login = login;
    this.options = options;
  }

  /** As it reads a script and says no more than was asked. */
  static Command scripted(Command psql) {
    return psql.with("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1").with(QUIET).with("-f", "-");
  }

  /** Any version of psql speaks with any server, so the newest is taken. */
  Command script(String database) {
    return scripted(login.connect(Tools.of(0, options).command("psql"), database));
  }

  /** Runs statements, each by itself. */
  void run(String database, String... statements) throws IOException {
    script(database).run(String.join(";\n", statements) + ";\n");
  }

  /** Runs a query; its values as text. */
  List<List<@Nullable String>> rows(String database, String query) throws IOException {
    if (database.equals(any)) {
      return ask(database, query);
    }
    try (PsqlSession session = PsqlSession.open(script(database))) {
      return ask(session, query);
    }
  }

  /** A session that was kept may have been ended meanwhile, which says nothing of the question. */
  private List<List<@Nullable String>> ask(String database, String query) throws IOException {
    PsqlSession before = kept;
    if (before != null) {
      try {
        return ask(before, query);
      } catch (IOException ended) {
        leave();
      }
    }
    PsqlSession session = PsqlSession.open(script(database));
    kept = session;
    return ask(session, query);
  }

  private static List<List<@Nullable String>> ask(PsqlSession session, String query)
      throws IOException {
    try {
      return session.rows(query);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  String value(String database, String query) throws IOException {
    String value = rows(database, query).getFirst().getFirst();
    return value == null ? "" : value;
  }

  /** A database that every server has, to ask from whether others are there. */
  String anyDatabase() throws IOException {
    String known = any;
    if (known == null) {
      known = reachable();
      any = known;
    }
    return known;
  }

  private String reachable() throws IOException {
    for (String name : List.of("postgres", "template1")) {
      try {
        value(name, "select 1");
        return name;
      } catch (dev.weir.runtime.program.ProgramFailure e) {
        if (!e.told().contains("does not exist")
            && !e.told().contains("permission denied")
            && !e.told().contains("pg_hba.conf")) {
          throw e;
        }
      }
    }
    return login.database();
  }

  boolean exists(String database) throws IOException {
    return !rows(
            anyDatabase(), "select 1 from pg_database where datname = " + Sql.literal(database))
        .isEmpty();
  }

  /** Ends the psql that stays, which would keep its database from being renamed or dropped. */
  void leave() {
    PsqlSession session = kept;
    kept = null;
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void close() {
    leave();
  }
}
