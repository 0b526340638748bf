package dev.weir.cli;

import dev.weir.backups.Scopes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Say what each backup method of a database needs and whether it is there.",
      "Ends with 3 when none can work."
    })
final class BackupCheckCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "database, cluster, schema=NAME, table=SCHEMA.TABLE or tenant=COLUMN:VALUE.")
  private String scope = "database";

  BackupCheckCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(
            cli,
            open ->
                new BackupRequirements(cli)
                    .tell(
                        open.home()
                            .check(
                                open.subject(database),
                                open.home().order().scope(Scopes.parse(scope)).build())))
        .call();
  }
}
