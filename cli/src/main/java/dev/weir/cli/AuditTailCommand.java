package dev.weir.cli;

import dev.weir.audit.AuditFile;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "tail", description = "Show the last requests of this home's command line.")
final class AuditTailCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--lines", paramLabel = "N", description = "How many (20).")
  private int lines = 20;

  AuditTailCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing =
        Listing.of("when", "who", "where", "what", "result", "rows:integer", "millis:integer");
    for (String line : new AuditFile(cli.workspace().auditFile()).tail(lines)) {
      Map<String, Object> entry = Json.object(line);
      listing.add(
          entry.get("when"),
          entry.get("who"),
          entry.get("where"),
          entry.get("what"),
          entry.get("result"),
          entry.get("rows"),
          entry.get("millis"));
    }
    cli.print(listing);
    return ExitCode.DONE;
  }
}
