package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Understanding.Manner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "query",
    description = {
      "Run a statement, or several in order, and write what they answer.",
      "Several stop at the first that fails; those before it stay done (exit code 5),",
      "unless --transaction binds them together."
    })
final class QueryCommand implements Callable<Integer> {
  private final Cli cli;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SQL",
      description = "The statement in the database's own language; - reads standard input.")
  private @Nullable String text;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Read the statements from a file; - for standard input.")
  private @Nullable String file;

  @Option(
      names = {"-p", "--param"},
      paramLabel = "[NAME[:TYPE]=]VALUE",
      description = {
        "A value for :NAME, or for the next ? where there is no name. The type is one of int,",
        "decimal, float, boolean, text, json, uuid, date, time, timestamp, hex, base64, null;",
        "numbers and truth values are known by their look."
      })
  private List<String> parameters = new ArrayList<>();

  @Option(names = "--max-rows", paramLabel = "N", description = "Write at most this many rows.")
  private long maxRows;

  @Option(names = "--tenant", paramLabel = "NAME", description = "On whose behalf it runs.")
  private @Nullable String tenant;

  @Option(names = "--read-only", description = "Refuse everything that might change something.")
  private boolean readOnly;

  @Option(names = "--transaction", description = "All statements succeed, or none of them counts.")
  private boolean transaction;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The rows for a copy from standard input; - for Weir's own standard input.")
  private @Nullable String input;

  QueryCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    Statement.Options options = options();
    List<ParameterValue> values = values();
    String script = script();
    cli.checkOutput();
    try (Workspace workspace = cli.workspace()) {
      OpenDatabase open = workspace.database(database);
      List<String> statements = statements(open, script);
      checkInput(open, statements);
      if (statements.size() > 1 && cli.output().binary()) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            "A file of the format " + cli.output() + " holds one result; send one statement.");
      }
      if (!transaction) {
        return run(open, open, statements, values, options);
      }
      try (Transaction bound = open.begin(bound())) {
        run(open, bound, statements, values, options);
        bound.commit();
        return ExitCode.DONE;
      }
    }
  }

  private static List<String> statements(OpenDatabase open, String script) {
    List<String> statements = open.connector().language().split(script).all();
    // What is empty is sent all the same, so that the engine says what it thinks of that.
    return statements.isEmpty() ? List.of(script) : statements;
  }

  /** Runs them in order; a single one is sent as it stands. */
  private int run(
      OpenDatabase open,
      StatementRunner runner,
      List<String> statements,
      List<ParameterValue> values,
      Statement.Options options)
      throws IOException {
    Printer printer = new Printer(cli.output(), cli.console().out());
    int done = 0;
    try {
      for (String statement : statements) {
        answer(open, runner, bind(statement, values, options), printer);
        done++;
      }
      return ExitCode.DONE;
    } catch (WeirException e) {
      if (done == 0 || transaction) {
        throw e;
      }
      new Failures(cli).tell(e);
      cli.progress(done + " of " + statements.size() + " statements were done before it.");
      return ExitCode.PARTLY;
    }
  }

  private void answer(
      OpenDatabase open, StatementRunner runner, Statement statement, Printer printer)
      throws IOException {
    switch (manner(open, statement.text())) {
      case COPY_OUT -> copied(runner.copyOut(statement, cli.console().out()), "out");
      case COPY_IN -> {
        try (InputStream rows = rows()) {
          copied(runner.copyIn(statement, rows), "in");
        }
      }
      case PLAIN, LISTEN -> printer.print(runner.execute(statement));
    }
  }

  private static Manner manner(OpenDatabase open, String text) {
    return open.connector().language().understand(text).manner();
  }

  private void copied(long rows, String where) {
    cli.progress("(" + rows + (rows == 1 ? " row" : " rows") + " copied " + where + ")");
  }

  private InputStream rows() throws IOException {
    String place = java.util.Objects.requireNonNull(input);
    if (place.equals("-")) {
      return cli.console().in();
    }
    try {
      return Files.newInputStream(cli.console().directory().resolve(place));
    } catch (NoSuchFileException missing) {
      throw Failed.because(CliError.STREAM, "There is no file " + place + ".", missing);
    }
  }

  /** Only a copy takes rows, one of them takes all, and it cannot do without. */
  private void checkInput(OpenDatabase open, List<String> statements) {
    long copies =
        statements.stream().filter(statement -> manner(open, statement) == Manner.COPY_IN).count();
    String wrong =
        copies > 1
            ? "Only one statement can copy from the input."
            : input == null && copies == 1
                ? "Say with --input FILE, or --input -, where the rows come from."
                : input != null && copies == 0
                    ? "--input is for a statement such as `copy t from stdin`."
                    : "-".equals(input) && ("-".equals(text) || "-".equals(file))
                        ? "Standard input holds the statement or the rows, not both."
                        : null;
    if (wrong != null) {
      throw new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), wrong);
    }
  }

  static Statement bind(String text, List<ParameterValue> values, Statement.Options options) {
    @Nullable Object[] positional =
        values.stream().filter(value -> value.name() == null).map(ParameterValue::value).toArray();
    Statement statement = Statement.of(text, positional).options(options);
    for (ParameterValue value : values) {
      if (value.name() != null) {
        statement = statement.bind(value.name(), value.value());
      }
    }
    return statement;
  }

  private Statement.Options options() {
    return new Statement.Options(cli.timeout(), maxRows, 0, readOnly, false, tenant, null, false);
  }

  private TransactionOptions bound() {
    TransactionOptions options = TransactionOptions.DEFAULT.readOnly(readOnly);
    return tenant == null ? options : options.tenant(tenant);
  }

  private List<ParameterValue> values() {
    return parameters.stream().map(ParameterValue::parse).toList();
  }

  private String script() {
    if ((text == null) == (file == null)) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          text == null
              ? "Give a statement, - or --file."
              : "Give a statement or --file, not both.");
    }
    String place = text == null ? file : text;
    if ("-".equals(place)) {
      return StatementSource.stream(cli.console().in());
    }
    return text != null
        ? text
        : StatementSource.file(
            cli.console().directory().resolve(java.util.Objects.requireNonNull(file)));
  }
}
