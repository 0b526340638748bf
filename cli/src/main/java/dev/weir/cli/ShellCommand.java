package dev.weir.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "shell",
    description = {
      "Talk to a database: statements end with ; (in Redis each line is a command),",
      "\\? tells the commands of the shell. Reads a pipe too."
    })
final class ShellCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  ShellCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace();
        Shell shell = new Shell(cli, workspace, database)) {
      if (cli.console().terminal()) {
        ShellTerminal.run(cli, shell);
      } else {
        pipe(shell);
      }
      return shell.exitCode();
    }
  }

  private void pipe(Shell shell) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(cli.console().in(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!shell.accept(line)) {
        return;
      }
    }
    shell.end();
  }
}
