package dev.weir.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * All commands, in the order of the help. Only those that the arguments name are made, because
 * describing all of them takes longer than most of them run.
 */
final class Commands {
  private static final Map<String, Function<Cli, Object>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("up", UpCommand::new);
    ALL.put("status", StatusCommand::new);
    ALL.put("down", DownCommand::new);
    ALL.put("query", QueryCommand::new);
    ALL.put("database", Commands::database);
    ALL.put("health", HealthCommand::new);
    ALL.put("version", VersionCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Commands() {}

  private static CommandLine database(Cli cli) {
    return new CommandLine(new DatabaseCommand())
        .addSubcommand(new DatabaseListCommand(cli))
        .addSubcommand(new DatabaseTestCommand(cli));
  }

  /** The parser for these arguments. */
  static CommandLine commandLine(Cli cli, String... arguments) {
    List<String> named = Arrays.stream(arguments).filter(ALL::containsKey).distinct().toList();
    boolean all = named.isEmpty() || named.contains("help");
    CommandLine root = new CommandLine(cli);
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
    ALL.forEach((name, make) -> {
      if (all || named.contains(name)) {
        root.addSubcommand(name, make.apply(cli));
      }
    });
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.registerConverter(Duration.class, Durations::parse);
    root.getCommandSpec().version(Version.line());
    root.setUsageHelpAutoWidth(true);
    return root;
  }
}
