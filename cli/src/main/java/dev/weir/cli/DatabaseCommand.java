package dev.weir.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "database",
    description = "List, show, add, change, test and remove databases.",
    synopsisSubcommandLabel = "COMMAND")
final class DatabaseCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(),
        "Name what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
