package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Remove a sealed secret.")
final class SecretRemoveCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "As `weir secret list` tells it.")
  private String name = "";

  SecretRemoveCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.confirm("Remove the secret " + name + "?");
    new ChangeAudit(cli).of("secret remove", name, this::remove);
    return ExitCode.DONE;
  }

  private void remove() {
    if (!cli.workspace().sealed().remove(name)) {
      throw Rejected.because(CoreError.INVALID_OPTION, "There is no secret " + name + ".");
    }
  }
}
