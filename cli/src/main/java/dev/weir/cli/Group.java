package dev.weir.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun whose verbs are commands of their own. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class Group implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec noun = Objects.requireNonNull(spec);
    throw new ParameterException(
        noun.commandLine(),
        "Name what to do: " + String.join(", ", noun.subcommands().keySet()) + ".");
  }
}
