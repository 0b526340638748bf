package dev.weir.cli;

import dev.weir.engine.config.Explained;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Show each effective value and where it came from.")
final class ConfigExplainCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "Only the values of this database.")
  private @Nullable String database;

  ConfigExplainCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing = Listing.of("database", "key", "value", "source");
    for (Explained line : cli.workspace().load().explanation()) {
      if (database == null || database.equals(line.database())) {
        listing.add(line.database(), line.path(), line.value(), line.source());
      }
    }
    cli.print(listing);
    return ExitCode.DONE;
  }
}
