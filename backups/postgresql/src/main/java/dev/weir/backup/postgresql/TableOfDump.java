package dev.weir.backup.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.Scope;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table out of a larger dump, with its sequences, defaults, keys, indexes and triggers. Foreign
 * keys are left out: what they refer to is not part of it.
 */
record TableOfDump(DumpSections dump, String database, Scope.OneTable table) {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^--\\n-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*\\n--\\n");

  void restore() throws Exception {
    dump.psql().run(database, "CREATE SCHEMA IF NOT EXISTS " + Sql.name(table.schema()));
    String pre = dump.script(DumpPieces.PRE, List.of());
    if (partitioned(pre)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          table.schema()
              + "."
              + table.table()
              + " is partitioned: restore its schema or the whole"
              + " database beside, or back the table up by itself.");
    }
    String sequences = owned(pre);
    run(pre, entry -> before(entry, sequences));
    dump.data(
        database,
        sequences.isEmpty()
            ? List.of("--schema=" + table.schema(), "--table=" + table.table())
            : List.of(
                "--schema=" + table.schema(), "--table=" + table.table(), "--table=" + sequences));
    run(dump.script(DumpPieces.POST, List.of()), this::after);
  }

  /** A statement of a dump's script, by what its heading says. */
  private record Entry(String name, String type, String schema, String text) {}

  private void run(String script, Predicate<Entry> wanted) throws Exception {
    Matcher headings = ENTRY.matcher(script);
    StringBuilder chosen = new StringBuilder();
    int end = 0;
    while (headings.find(end)) {
      chosen.append(end == 0 ? settings(script.substring(0, headings.start())) : "");
      int next = headings.end();
      Matcher following = ENTRY.matcher(script);
      int stop = following.find(next) ? following.start() : script.length();
      Entry entry =
          new Entry(
              headings.group(1),
              headings.group(2),
              headings.group(3),
              script.substring(next, stop));
      if (wanted.test(entry)) {
        chosen.append(entry.text());
      }
      end = stop;
    }
    dump.psql().script(database).run(settings(chosen.toString()));
  }

  /** Without psql's own commands, which guard a script that is run as a whole. */
  private static String settings(String head) {
    return String.join("\n", head.lines().filter(line -> !line.startsWith("\\")).toList()) + "\n";
  }

  private boolean partitioned(String pre) {
    return Pattern.compile(
            "CREATE TABLE " + Pattern.quote(shown()) + " \\([^;]*\\)\\s*PARTITION BY ")
        .matcher(pre)
        .find();
  }

  /** The sequence that belongs to one of the table's columns; empty where there is none. */
  private String owned(String pre) {
    Matcher found =
        Pattern.compile(
                "ALTER SEQUENCE (?:\\S+\\.)?(\\S+) OWNED BY " + Pattern.quote(shown()) + "\\.")
            .matcher(pre);
    if (found.find()) {
      return found.group(1).replace("\"", "");
    }
    Matcher identity =
        Pattern.compile(
                "ALTER TABLE "
                    + Pattern.quote(shown())
                    + " ALTER COLUMN \\S+ ADD GENERATED [^;]*SEQUENCE NAME (?:\\S+\\.)?(\\S+)")
            .matcher(pre);
    return identity.find() ? identity.group(1).replace("\"", "") : "";
  }

  private boolean before(Entry entry, String sequence) {
    if (!entry.schema().equals(table.schema())) {
      return false;
    }
    return switch (entry.type()) {
      case "TABLE" -> entry.name().equals(table.table());
      case "SEQUENCE", "SEQUENCE OWNED BY" -> entry.name().equals(sequence);
      case "DEFAULT" -> entry.name().startsWith(table.table() + " ");
      default -> false;
    };
  }

  private boolean after(Entry entry) {
    if (!entry.schema().equals(table.schema())) {
      return false;
    }
    return switch (entry.type()) {
      case "CONSTRAINT", "TRIGGER", "RULE" -> entry.name().startsWith(table.table() + " ");
      case "INDEX" ->
          entry.text().contains(" ON " + shown() + " ")
              || entry.text().contains(" ON ONLY " + shown() + " ");
      default -> false;
    };
  }

  /** As pg_dump writes names: quoted only where they must be. */
  private String shown() {
    return shown(table.schema()) + "." + shown(table.table());
  }

  private static String shown(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : Sql.name(name);
  }
}
