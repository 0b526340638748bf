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
    ALL.put("shell", ShellCommand::new);
    ALL.put("call", CallCommand::new);
    ALL.put("listen", ListenCommand::new);
    ALL.put("schema", SchemaCommand::new);
    ALL.put("database", Commands::database);
    ALL.put("health", HealthCommand::new);
    ALL.put("monitor", MonitorCommand::new);
    ALL.put("activity", ActivityCommand::new);
    ALL.put("locks", LocksCommand::new);
    ALL.put("top", TopCommand::new);
    ALL.put("explain", ExplainCommand::new);
    ALL.put("advise", Commands::advise);
    ALL.put("alert", Commands::alert);
    ALL.put("report", Commands::report);
    ALL.put("backup", Commands::backup);
    ALL.put("restore", Commands::restore);
    ALL.put("config", Commands::config);
    ALL.put("secret", Commands::secret);
    ALL.put("audit", Commands::audit);
    ALL.put("doctor", DoctorCommand::new);
    ALL.put("completion", CompletionCommand::new);
    ALL.put("training", TrainingCommand::new);
    ALL.put("version", VersionCommand::new);
    ALL.put("help", HelpCommand::new);
  }

  private Commands() {}

  /** The names of all commands that people use. */
  static List<String> names() {
    return ALL.keySet().stream().filter(name -> !name.equals("training")).toList();
  }

  private static CommandLine database(Cli cli) {
    return group(
        "database",
        "List, show, add, change, test and remove databases.",
        new DatabaseListCommand(cli),
        new DatabaseShowCommand(cli),
        new DatabaseAddCommand(cli),
        new DatabaseEditCommand(cli),
        new DatabaseTestCommand(cli),
        new DatabaseRemoveCommand(cli));
  }

  private static CommandLine config(Cli cli) {
    return group(
        "config",
        "Check and explain the configuration.",
        new ConfigCheckCommand(cli),
        new ConfigExplainCommand(cli),
        new ConfigSchemaCommand(cli));
  }

  private static CommandLine secret(Cli cli) {
    return group(
        "secret",
        "Keep secrets sealed in the home.",
        new SecretSetCommand(cli),
        new SecretListCommand(cli),
        new SecretRotateCommand(cli),
        new SecretRemoveCommand(cli));
  }

  private static CommandLine alert(Cli cli) {
    return group(
        "alert",
        "List and silence alerts of the server, see their rules and history, try channels.",
        new AlertListCommand(cli),
        new AlertShowCommand(cli),
        new AlertRulesCommand(cli),
        new AlertHistoryCommand(cli),
        new AlertSilenceCommand(cli),
        new AlertSilencesCommand(cli),
        new AlertUnsilenceCommand(cli),
        new AlertTestCommand(cli));
  }

  private static CommandLine backup(Cli cli) {
    return group(
        "backup",
        "Take, list, prove, copy and prune backups.",
        new BackupCreateCommand(cli),
        new BackupListCommand(cli),
        new BackupShowCommand(cli),
        new BackupStatusCommand(cli),
        new BackupVerifyCommand(cli),
        new BackupCopyCommand(cli),
        new BackupPruneCommand(cli),
        new BackupHoldCommand(cli),
        new BackupReleaseCommand(cli),
        new BackupGcCommand(cli),
        new BackupCheckCommand(cli),
        new BackupImportCommand(cli),
        group(
            "schedule",
            "Hand the schedules of backup.schedules to cron or systemd.",
            new BackupScheduleExportCommand(cli)),
        group(
            "key",
            "Keep the keys that backups are encrypted with.",
            new BackupKeyListCommand(cli),
            new BackupKeyRotateCommand(cli),
            new BackupKeyExportCommand(cli),
            new BackupKeyImportCommand(cli)),
        new BackupArchiveLogCommand(cli),
        new BackupFetchLogCommand(cli));
  }

  private static CommandLine advise(Cli cli) {
    return new CommandLine(new AdviseCommand(cli))
        .addSubcommand(new AdviseApplyCommand(cli))
        .addSubcommand(new AdviseUndoCommand(cli))
        .addSubcommand(new AdviseHistoryCommand(cli));
  }

  private static CommandLine report(Cli cli) {
    return new CommandLine(new ReportCommand(cli))
        .addSubcommand(
            group(
                "schedule",
                "See and run what the server sends by report.schedules.",
                new ReportScheduleListCommand(cli),
                new ReportScheduleRunCommand(cli)));
  }

  private static CommandLine restore(Cli cli) {
    return new CommandLine(new RestoreCommand(cli))
        .addSubcommand(new RestoreListCommand(cli))
        .addSubcommand(new RestoreUndoCommand(cli));
  }

  private static CommandLine audit(Cli cli) {
    return group(
        "audit",
        "Look at the audit file of the command line.",
        new AuditTailCommand(cli),
        new AuditVerifyCommand(cli));
  }

  private static CommandLine group(String name, String description, Object... verbs) {
    CommandLine group = new CommandLine(new Group());
    group.getCommandSpec().name(name).usageMessage().description(description);
    for (Object verb : verbs) {
      group.addSubcommand(verb);
    }
    return group;
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
