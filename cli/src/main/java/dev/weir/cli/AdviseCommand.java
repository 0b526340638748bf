package dev.weir.cli;

import dev.weir.advice.HomeAdvice;
import dev.weir.api.Database;
import dev.weir.operations.advise.Advising;
import dev.weir.operations.advise.Statements;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "advise",
    description = {
      "Say what is worth doing about a database, the most worth first: what is wrong, what shows"
          + " it,",
      "the command that mends it, its risk, and the way back. Changes nothing.",
      "Ends with 3 when there is advice."
    })
final class AdviseCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private @Nullable String database;

  @Option(
      names = "--explain",
      paramLabel = "ID",
      description = "Tell all about one advice: evidence, meaning, commands, risk, way back.")
  private @Nullable String explain;

  @Option(
      names = "--statements",
      paramLabel = "FILE",
      description = {
        "Statements that run on it, each ended by a semicolon, for missing indexes;",
        "a line -- calls: 500, ms: 12 before one tells how often a day and how long."
      })
  private @Nullable Path statements;

  @Option(
      names = "--no-scratch",
      description = "Make no temporary copies of tables to try indexes on.")
  private boolean noScratch;

  AdviseCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (database == null) {
      throw dev.weir.api.Rejected.because(
          CliError.USAGE, "Name a database: weir advise DB, or one of apply, undo, history.");
    }
    try (Workspace workspace = cli.workspace()) {
      Database asked = workspace.database(database);
      List<Sample> samples = samples(cli, statements);
      Findings findings =
          new ChangeAudit(cli)
              .looking(
                  "advise", asked.name(), () -> advising(cli).examine(asked, samples, !noScratch));
      new AdviceText(cli, database, findings).print(explain);
      return findings.advice().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
    }
  }

  static Advising advising(Cli cli) {
    return HomeAdvice.with(new SharedJournal(cli));
  }

  static List<Sample> samples(Cli cli, @Nullable Path file) {
    return file == null ? List.of() : Statements.read(cli.console().directory().resolve(file));
  }
}
