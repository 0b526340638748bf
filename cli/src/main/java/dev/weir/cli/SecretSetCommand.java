package dev.weir.cli;

import dev.weir.api.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = "Seal a secret, read from a prompt or standard input; use it as sealed://NAME.")
final class SecretSetCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "Letters, digits and . _ / -")
  private String name = "";

  SecretSetCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Secret typed = Passwords.read(cli, "Secret " + name, false);
    new ChangeAudit(cli).of("secret set", name, () -> cli.workspace().sealed().set(name, typed));
    typed.wipe();
    cli.progress("Sealed. Refer to it as sealed://" + name + ".");
    return ExitCode.DONE;
  }
}
