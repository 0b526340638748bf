package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.engine.Connectors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "Add a database to the catalog: the running server's, else weir.yaml.")
final class DatabaseAddCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits and - _ .")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "Such as postgresql://user@host/database, without a password.")
  private String url = "";

  @Mixin private DefinitionOptions options = new DefinitionOptions();

  DatabaseAddCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Definition parsed =
        Connectors.installed()
            .parse(name, url)
            .orElseThrow(() ->
                Rejected.because(
                    CoreError.INVALID_URL, "No connector knows the scheme of this URL."))
            .build();
    if (parsed.password() != null) {
      throw Rejected.because(
          CoreError.INVALID_URL,
          "The URL holds a password, which others can see in a list of processes; leave it out and"
              + " use --password or --password-stdin.");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("url", url);
    options
        .keys(cli, name)
        .forEach((key, value) -> keys.put(key, Objects.requireNonNullElse(value, "")));
    keys.values().removeIf(String::isEmpty);
    new CatalogEdit(cli).add(name, keys);
    cli.progress("Added " + name + ". Try it with `weir database test " + name + "`.");
    return ExitCode.DONE;
  }
}
