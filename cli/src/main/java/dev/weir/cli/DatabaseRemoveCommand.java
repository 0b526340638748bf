package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Take a database out of the catalog; the database itself is not touched.")
final class DatabaseRemoveCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "A name from the catalog.")
  private String name = "";

  DatabaseRemoveCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.confirm("Take " + name + " out of the catalog?");
    new CatalogEdit(cli).remove(name);
    cli.progress("Removed " + name + ".");
    return ExitCode.DONE;
  }
}
