package dev.weir.cli;

import dev.weir.api.Ability;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The shell at a terminal: editing, history, completion, Ctrl-C. */
final class ShellTerminal {
  private ShellTerminal() {}

  static void run(Cli cli, Shell shell) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      run(cli, terminal, shell);
    }
  }

  static void run(Cli cli, Terminal terminal, Shell shell) throws IOException {
    terminal.handle(Signal.INT, _ -> shell.interrupt());
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("weir")
            .completer(new Words(shell))
            .variable(LineReader.HISTORY_FILE, cli.home().logs().resolveSibling("shell_history"))
            // What names a password is not kept.
            .variable(LineReader.HISTORY_IGNORE, "*password*:*PASSWORD*:*identified*:*IDENTIFIED*")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    while (true) {
      try {
        if (!shell.accept(reader.readLine(shell.prompt()))) {
          return;
        }
      } catch (UserInterruptException cancelled) {
        shell.interrupt();
      } catch (EndOfFileException end) {
        shell.end();
        return;
      }
    }
  }

  /** Completes keywords, tables and columns; the schema is asked for at the first Tab. */
  private static final class Words implements Completer {
    private static final List<String> KEYWORDS =
        List.of(
            "select",
            "from",
            "where",
            "group by",
            "order by",
            "having",
            "limit",
            "join",
            "left join",
            "on",
            "and",
            "or",
            "not",
            "null",
            "is",
            "in",
            "like",
            "between",
            "insert into",
            "values",
            "update",
            "set",
            "delete from",
            "create table",
            "alter table",
            "drop table",
            "begin",
            "commit",
            "rollback",
            "savepoint",
            "explain",
            "distinct",
            "count",
            "as",
            "case",
            "when",
            "then",
            "else",
            "end",
            "union all",
            "with");

    private final Shell shell;
    private @Nullable OpenDatabase known;
    private final TreeSet<String> words = new TreeSet<>();

    Words(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
      if (known != shell.database()) {
        learn(shell.database());
      }
      String begun = line.word().toLowerCase(Locale.ROOT);
      words.stream()
          .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(begun))
          .forEach(word -> candidates.add(new Candidate(word)));
    }

    private void learn(OpenDatabase database) {
      known = database;
      words.clear();
      if (database.abilities().contains(Ability.SQL)) {
        words.addAll(KEYWORDS);
      }
      if (!database.abilities().contains(Ability.SCHEMA)) {
        return;
      }
      try {
        for (Schema.Table table : database.schema(SchemaFilter.ALL).tables()) {
          words.add(table.name());
          table.columns().forEach(column -> words.add(column.name()));
        }
      } catch (WeirException unreachable) {
        // Keywords alone are completed then; the next statement tells what is wrong.
        known = null;
      }
    }
  }
}
