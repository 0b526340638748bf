package dev.weir.backup.postgresql;

import dev.weir.runtime.program.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements on a server to which no handle is open, or that no handle would let through. */
record Psql(Login login, Map<String, String> options) {
  /** Its errors tell no statements and no rows. */
  static final List<String> QUIET = List.of("-v", "VERBOSITY=terse", "-v", "SHOW_CONTEXT=never");

  /** Any version of psql speaks with any server, so the newest is taken. */
  private Command command(String database) {
    return login.connect(
        Tools.of(0, options)
            .command("psql")
            .with("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
            .with(QUIET),
        database);
  }

  Command script(String database) {
    return command(database).with("-f", "-");
  }

  /** Runs statements, each by itself. */
  void run(String database, String... statements) throws IOException {
    script(database).run(String.join(";\n", statements) + ";\n");
  }

  /** Runs a query; its values as text. */
  List<List<@Nullable String>> rows(String database, String query) throws IOException {
    String answer = script(database).run("COPY (" + query + ") TO STDOUT;\n");
    List<List<@Nullable String>> rows = new ArrayList<>();
    answer.lines().forEach(line -> rows.add(CopyText.row(line)));
    return rows;
  }

  String value(String database, String query) throws IOException {
    String value = rows(database, query).getFirst().getFirst();
    return value == null ? "" : value;
  }

  /** A database that every server has, to ask from whether others are there. */
  String anyDatabase() throws IOException {
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
}
