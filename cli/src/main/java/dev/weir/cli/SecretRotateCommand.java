package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "rotate", description = "Seal every secret again with a new key.")
final class SecretRotateCommand implements Callable<Integer> {
  private final Cli cli;

  SecretRotateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    int sealed =
        new ChangeAudit(cli).of("secret rotate", "all", () -> cli.workspace().sealed().rotate());
    cli.print(Listing.of("sealed:integer").add((long) sealed));
    return ExitCode.DONE;
  }
}
