package dev.weir.cli;

import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "call", description = "Call a stored procedure or function.")
final class CallCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "PROCEDURE", description = "With its schema if needed.")
  private String procedure = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "[NAME[:TYPE]=]VALUE",
      description = "The values of its IN parameters, in order.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "NAME:TYPE",
      description = "An OUT parameter after the IN parameters; the type `cursor` tells rows.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--function",
      paramLabel = "TYPE",
      description = "It is a function that answers this type.")
  private @Nullable String function;

  CallCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Call call =
        function == null ? Call.procedure(procedure) : Call.function(procedure, type(function));
    int place = 1;
    for (String value : values) {
      ParameterValue parsed = ParameterValue.parse(value);
      String name = parsed.name() == null ? "p" + place : parsed.name();
      call = call.in(name, parsed.value());
      place++;
    }
    for (String output : outputs) {
      call = with(call, output);
    }
    call =
        call.options(new Statement.Options(cli.timeout(), 0, 0, false, false, null, null, false));
    try (Workspace workspace = cli.workspace()) {
      print(workspace.database(database).call(call));
    }
    return ExitCode.DONE;
  }

  private static Call with(Call call, String output) {
    int colon = output.indexOf(':');
    String name = colon < 0 ? output : output.substring(0, colon);
    String type = colon < 0 ? "text" : output.substring(colon + 1);
    return type.equals("cursor") ? call.cursor(name) : call.out(name, type(type));
  }

  private static DataType type(String name) {
    try {
      return DataType.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException unknown) {
      throw Rejected.because(CoreError.INVALID_OPTION, "There is no type '" + name + "'.", unknown);
    }
  }

  private void print(Result.Called called) throws IOException {
    if (!cli.output().forPeople()) {
      cli.print(Listing.of("outputs:map", "results:array").add(called.outputs(), called.results()));
      return;
    }
    Listing outputs = Listing.of("output", "value");
    called
        .outputs()
        .forEach((name, value) -> outputs.add(name, value == null ? null : text(value)));
    if (!outputs.isEmpty()) {
      cli.print(outputs);
    }
    for (List<Map<String, @Nullable Object>> result : called.results()) {
      table(result);
    }
  }

  private void table(List<Map<String, @Nullable Object>> result) throws IOException {
    if (result.isEmpty()) {
      cli.say("(0 rows)");
      return;
    }
    List<String> names = List.copyOf(result.getFirst().keySet());
    Listing rows = Listing.of(names.toArray(String[]::new));
    for (Map<String, @Nullable Object> row : result) {
      rows.add(
          names.stream().map(name -> row.get(name) == null ? null : text(row.get(name))).toArray());
    }
    cli.print(rows);
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>
        ? Cli.json(Map.of("rows", value)).replaceFirst("^\\{\"rows\":(.*)}$", "$1")
        : dev.weir.spi.Values.toText(java.util.Objects.requireNonNull(value));
  }
}
