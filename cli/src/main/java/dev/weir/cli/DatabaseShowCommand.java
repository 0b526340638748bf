package dev.weir.cli;

import dev.weir.api.Definition;
import dev.weir.engine.OpenDatabase;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a definition and what its engine can do.")
final class DatabaseShowCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  DatabaseShowCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace()) {
      OpenDatabase open = workspace.database(database);
      Definition definition = open.definition();
      List<String> abilities = open.abilities().stream().map(Enum::name).sorted().toList();
      if (cli.output().forPeople()) {
        people(definition, abilities, open.connector().displayName());
      } else {
        cli.print(
            Listing.of(
                    "name",
                    "type",
                    "environment",
                    "host",
                    "port:integer",
                    "database",
                    "user",
                    "readOnly:boolean",
                    "abilities:array")
                .add(
                    definition.name(),
                    definition.type(),
                    definition.environment().name().toLowerCase(Locale.ROOT),
                    definition.host(),
                    definition.port() == 0 ? null : (long) definition.port(),
                    definition.database(),
                    definition.user(),
                    definition.readOnly(),
                    abilities));
      }
    }
    return ExitCode.DONE;
  }

  private void people(Definition definition, List<String> abilities, String engine)
      throws Exception {
    Listing listing = Listing.of("key", "value");
    listing.add("name", definition.name());
    listing.add("engine", engine);
    listing.add("environment", definition.environment().name().toLowerCase(Locale.ROOT));
    listing.add("place", definition.describe());
    listing.add("user", definition.user());
    listing.add("password", definition.password() == null ? null : "***");
    listing.add("tls", definition.tls().mode().name().toLowerCase(Locale.ROOT));
    listing.add("pool", definition.pool().minSize() + " to " + definition.pool().maxSize());
    listing.add("query timeout", definition.timeouts().query().toString());
    listing.add("read-only", Boolean.toString(definition.readOnly()));
    cli.print(listing);
    cli.say("It can do: " + String.join(", ", abilities).toLowerCase(Locale.ROOT));
  }
}
