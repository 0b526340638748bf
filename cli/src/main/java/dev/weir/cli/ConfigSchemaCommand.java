package dev.weir.cli;

import dev.weir.engine.config.ConfigSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "schema", description = "Print the JSON Schema of weir.yaml, for editors.")
final class ConfigSchemaCommand implements Callable<Integer> {
  private final Cli cli;

  ConfigSchemaCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    cli.say(ConfigSchema.json().stripTrailing());
    return ExitCode.DONE;
  }
}
