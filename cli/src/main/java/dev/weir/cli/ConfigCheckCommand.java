package dev.weir.cli;

import dev.weir.engine.config.Loaded;
import dev.weir.engine.config.Problem;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "check",
    description = "Tell every problem of the configuration with its place; ends with 3 on errors.")
final class ConfigCheckCommand implements Callable<Integer> {
  private final Cli cli;

  ConfigCheckCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Loaded loaded = cli.workspace().load();
    if (cli.output().forPeople()) {
      for (Problem problem : loaded.problems()) {
        cli.say(problem.toString());
      }
      cli.say(
          loaded.source()
              + ": "
              + loaded.whole().databases().size()
              + " databases, "
              + loaded.errors().size()
              + " errors, "
              + loaded.warnings().size()
              + " warnings");
    } else {
      cli.print(listing(loaded));
    }
    return loaded.usable() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private static Listing listing(Loaded loaded) {
    Listing listing =
        Listing.of(
            "severity", "source", "line:integer", "column:integer", "key", "message", "mend");
    for (Problem problem : loaded.problems()) {
      listing.add(
          problem.severity().name().toLowerCase(Locale.ROOT),
          problem.place().source(),
          problem.line() == 0 ? null : (long) problem.line(),
          problem.column() == 0 ? null : (long) problem.column(),
          problem.path(),
          problem.message(),
          problem.suggestion());
    }
    return listing;
  }
}
