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
    cli.print(Listing.of("sealed:integer").add((long) cli.workspace().sealed().rotate()));
    return ExitCode.DONE;
  }
}
