package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "edit", description = "Change a database of the catalog; the rest stays as it is.")
final class DatabaseEditCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "NAME", description = "A name from the catalog.")
  private String name = "";

  @Mixin private DefinitionOptions options = new DefinitionOptions();

  DatabaseEditCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Map<String, @Nullable String> keys = options.keys(cli, name);
    if (keys.isEmpty()) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "Say what to change, such as --set pool.max-size=20.");
    }
    new CatalogEdit(cli).change(name, keys);
    cli.progress("Changed " + name + ".");
    return ExitCode.DONE;
  }
}
