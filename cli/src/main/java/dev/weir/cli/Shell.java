package dev.weir.cli;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Language;
import dev.weir.spi.Script;
import dev.weir.spi.StatementKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** One conversation: takes lines, runs what they say, and remembers what was set. */
final class Shell implements AutoCloseable {
  private static final int DEEPEST = 16;
  private static final String HELP =
      """
      \\d [TABLE]   tables, or one table      \\dt          tables
      \\l           databases                 \\c DB        another database
      \\timing      tell how long it takes    \\x           a line for each value
      \\watch [N]   run the last one again every N seconds until Ctrl-C
      \\i FILE      run a file                \\o [FILE]    write to a file; none: here again
      \\set output FORMAT                     \\q           quit
      BEGIN, COMMIT, ROLLBACK and SAVEPOINT hold one session until the transaction ends.\
      """;

  private final Cli cli;
  private final Workspace workspace;
  private final StringBuilder typed = new StringBuilder();
  private OpenDatabase database;
  private @Nullable Transaction transaction;
  private Format format;
  private @Nullable OutputStream file;
  private @Nullable String last;
  private boolean timing;
  private boolean expanded;
  private int done;
  private int failure;
  private int depth;
  private volatile boolean interrupted;

  Shell(Cli cli, Workspace workspace, String name) {
    this.cli = cli;
    this.workspace = workspace;
    this.database = workspace.database(name);
    this.format = cli.output();
  }

  OpenDatabase database() {
    return database;
  }

  /** {@code demo=>}, {@code demo*=>} in a transaction, {@code demo->} inside of a statement. */
  String prompt() {
    return database.name() + (transaction == null ? "" : "*") + (typed.isEmpty() ? "=> " : "-> ");
  }

  /** Stops what runs, and forgets what was typed. */
  void interrupt() {
    interrupted = true;
    typed.setLength(0);
    workspace.interrupt();
  }

  /** Done, or the exit code of the failure where nothing else was done. */
  int exitCode() {
    return failure == 0 ? ExitCode.DONE : done == 0 ? failure : ExitCode.PARTLY;
  }

  /** Takes a line; false when the conversation is over. */
  boolean accept(String line) throws IOException {
    interrupted = false;
    if (typed.isEmpty() && line.strip().startsWith("\\")) {
      return guarded(() -> meta(line.strip()));
    }
    typed.append(line).append('\n');
    Script script = language().split(typed.toString());
    typed.setLength(0);
    for (String statement : script.statements()) {
      guarded(() -> run(statement));
    }
    if (script.open() && !script.rest().isBlank()) {
      typed.append(script.rest());
    } else if (!script.rest().isBlank()) {
      guarded(() -> run(script.rest().strip()));
    }
    return true;
  }

  /** The input ends: what was typed last counts without its semicolon. */
  void end() throws IOException {
    String rest = typed.toString().strip();
    typed.setLength(0);
    if (!rest.isEmpty()) {
      guarded(() -> run(rest));
    }
  }

  private Language language() {
    return database.connector().language();
  }

  /** Something that may fail without ending the conversation. */
  @FunctionalInterface
  private interface Action {
    boolean run() throws IOException;
  }

  private boolean guarded(Action action) throws IOException {
    try {
      boolean goOn = action.run();
      done++;
      return goOn;
    } catch (WeirException e) {
      failure = new Failures(cli).tell(e);
      return true;
    }
  }

  private boolean run(String statement) throws IOException {
    last = statement;
    long start = System.nanoTime();
    boolean control =
        database.abilities().contains(Ability.TRANSACTIONS)
            && language().understand(statement).kind() == StatementKind.TRANSACTION;
    if (control) {
      control(statement);
    } else {
      Statement.Options options =
          new Statement.Options(cli.timeout(), 0, 0, false, false, null, null, false);
      StatementRunner runner = transaction == null ? database : transaction;
      print(runner.execute(Statement.of(statement).options(options)));
    }
    if (timing) {
      double millis = (System.nanoTime() - start) / 1e6;
      cli.progress(String.format(Locale.ROOT, "Time: %.3f ms", millis));
    }
    return true;
  }

  /** A statement about the transaction becomes a call, so that the session is pinned. */
  private void control(String statement) {
    String[] words = statement.strip().split("[\\s;]+");
    String first = words[0].toUpperCase(Locale.ROOT);
    String name = words[words.length - 1];
    switch (first) {
      case "BEGIN", "START" -> begin();
      case "COMMIT", "END" -> finish(true);
      case "SAVEPOINT" -> open().savepoint(name);
      case "RELEASE" -> open().release(name);
      case "ROLLBACK", "ABORT" -> {
        if (words.length > 2 && statement.toUpperCase(Locale.ROOT).matches("(?s).*\\sTO\\s.*")) {
          open().rollbackTo(name);
        } else {
          finish(false);
        }
      }
      default ->
          throw Rejected.because(
              CoreError.TRANSACTION_STATEMENT, "The shell does not know this statement.");
    }
  }

  private void begin() {
    if (transaction != null) {
      throw Rejected.because(
          CoreError.TRANSACTION_STATEMENT, "A transaction is under way already.");
    }
    transaction =
        database.begin(TransactionOptions.DEFAULT.timeout(cli.timeout(Duration.ofHours(1))));
  }

  private Transaction open() {
    if (transaction == null) {
      throw Rejected.because(CoreError.TRANSACTION_ENDED, "No transaction is under way.");
    }
    return transaction;
  }

  private void finish(boolean commit) {
    try (Transaction ending = open()) {
      transaction = null;
      if (commit) {
        ending.commit();
      } else {
        ending.rollback();
      }
    }
  }

  private void print(Result result) throws IOException {
    OutputStream out = out();
    if (expanded && result instanceof Rows rows && format.forPeople()) {
      expand(rows, out);
    } else {
      new Printer(format, out).print(result);
    }
    out.flush();
  }

  private OutputStream out() {
    return file == null ? cli.console().out() : file;
  }

  private static void expand(Rows rows, OutputStream out) throws IOException {
    try (rows) {
      for (long n = 1; rows.next(); n++) {
        Listing record = Listing.of("row " + n, "value");
        for (int i = 0; i < rows.columns().size(); i++) {
          record.add(rows.columns().get(i).name(), rows.text(i));
        }
        new Printer(Format.TABLE, out).rows(record);
      }
    }
  }

  private boolean meta(String line) throws IOException {
    String[] words = line.split("\\s+", 2);
    String argument = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "\\q" -> {
        return false;
      }
      case "\\?" -> cli.say(HELP);
      case "\\d" -> describe(argument);
      case "\\dt" -> print(SchemaCommand.overview(database.schema(SchemaFilter.ALL)));
      case "\\l" -> list();
      case "\\c" -> connect(argument);
      case "\\timing" -> timing = !timing;
      case "\\x" -> expanded = !expanded;
      case "\\watch" -> watch(argument);
      case "\\i" -> include(argument);
      case "\\o" -> output(argument);
      case "\\set" -> set(argument);
      default ->
          throw Rejected.because(
              CoreError.INVALID_OPTION, "There is no command " + words[0] + "; \\? lists them.");
    }
    return true;
  }

  private void describe(String table) throws IOException {
    Schema schema = database.schema(table.isEmpty() ? SchemaFilter.ALL : SchemaFilter.parse(table));
    if (schema.tables().size() == 1 && !table.isEmpty()) {
      SchemaCommand.describe(cli, schema.tables().getFirst());
    } else if (schema.tables().isEmpty() && !table.isEmpty()) {
      throw Rejected.because(CoreError.INVALID_OPTION, "There is no table " + table + ".");
    } else {
      print(SchemaCommand.overview(schema));
    }
  }

  private void list() throws IOException {
    Listing listing = Listing.of("name", "type", "source");
    workspace
        .entries()
        .forEach((name, entry) -> listing.add(name, entry.definition().type(), entry.source()));
    print(listing);
  }

  private void connect(String name) {
    if (transaction != null) {
      throw Rejected.because(
          CoreError.TRANSACTION_STATEMENT, "End the transaction before you leave the database.");
    }
    database = workspace.database(name);
  }

  private void watch(String seconds) throws IOException {
    if (last == null) {
      throw Rejected.because(CoreError.EMPTY_STATEMENT, "There is no statement to run again.");
    }
    Duration pause = pause(seconds);
    while (!interrupted) {
      run(last);
      long end = System.nanoTime() + pause.toNanos();
      while (!interrupted && System.nanoTime() < end) {
        Wait.sleep(Duration.ofMillis(50));
      }
    }
  }

  private static Duration pause(String seconds) {
    if (seconds.isEmpty()) {
      return Duration.ofSeconds(2);
    }
    try {
      return Durations.parse(seconds.matches("[0-9.]+") ? seconds + "s" : seconds);
    } catch (TypeConversionException wrong) {
      throw Rejected.because(CoreError.INVALID_OPTION, "The pause is not a time.", wrong);
    }
  }

  private void include(String name) throws IOException {
    if (depth == DEEPEST) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "Files include each other more than " + DEEPEST + " deep.");
    }
    String text = StatementSource.file(cli.console().directory().resolve(name));
    depth++;
    try {
      for (String line : text.lines().toList()) {
        accept(line);
      }
      end();
    } finally {
      depth--;
    }
  }

  private void output(String name) throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    if (!name.isEmpty()) {
      file = new BufferedOutputStream(created(cli.console().directory().resolve(name)));
    }
  }

  private static OutputStream created(Path place) {
    try {
      return Files.newOutputStream(place);
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "The file " + place + " cannot be written.", e);
    }
  }

  private void set(String argument) {
    List<String> words = List.of(argument.split("[\\s=]+"));
    if (words.size() != 2 || !words.getFirst().equals("output")) {
      throw Rejected.because(CoreError.INVALID_OPTION, "\\set takes: output FORMAT.");
    }
    try {
      format = Format.valueOf(words.getLast().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "There is no format " + words.getLast() + "; use one of " + List.of(Format.values()));
    }
  }

  /** A transaction that was not committed is rolled back. */
  @Override
  public void close() throws IOException {
    if (transaction != null) {
      transaction.close();
    }
    output("");
  }
}
