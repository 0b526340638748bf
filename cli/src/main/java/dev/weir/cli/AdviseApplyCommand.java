package dev.weir.cli;

import dev.weir.api.Database;
import dev.weir.operations.advise.Applied;
import dev.weir.operations.advise.Applied.Outcome;
import dev.weir.spi.advise.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = {
      "Carry an advice out so that nobody is kept waiting, measure real statements before and"
          + " after,",
      "and take it back when one became slower; then it ends with 3."
    })
final class AdviseApplyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "ID", description = "As weir advise DB tells it.")
  private String id = "";

  @Option(
      names = "--statements",
      paramLabel = "FILE",
      description = "Statements that must not become slower, as for weir advise.")
  private @Nullable Path statements;

  @Option(names = "--dry-run", description = "Measure, and tell what would be done.")
  private boolean dryRun;

  AdviseApplyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace()) {
      Database asked = workspace.database(database);
      Applied applied =
          new ChangeAudit(cli)
              .of(
                  dryRun ? "advise apply --dry-run" : "advise apply",
                  asked.name() + " " + id,
                  () ->
                      AdviseCommand.advising(cli)
                          .apply(
                              asked,
                              id,
                              AdviseCommand.samples(cli, statements),
                              dryRun,
                              cli::progress));
      print(cli, applied);
      return applied.outcome() == Outcome.MADE_WORSE_AND_UNDONE ? ExitCode.FINDINGS : ExitCode.DONE;
    }
  }

  static void print(Cli cli, Applied applied) throws IOException {
    Map<String, Measured> after = new HashMap<>();
    applied.after().forEach(each -> after.put(each.statement(), each));
    Listing listing =
        Listing.of(
            "statement",
            "ms before:float",
            "ms after:float",
            "cost before:float",
            "cost after:float");
    for (Measured before : applied.before()) {
      Measured now = after.get(before.statement());
      listing.add(
          shortened(before.statement()),
          before.milliseconds() == 0 ? null : before.milliseconds(),
          now == null || now.milliseconds() == 0 ? null : now.milliseconds(),
          before.cost(),
          now == null ? null : now.cost());
    }
    if (!listing.isEmpty() || !cli.output().forPeople()) {
      cli.print(listing);
    }
    cli.progress(applied.text());
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > 70 ? line.substring(0, 69) + "…" : line;
  }
}
