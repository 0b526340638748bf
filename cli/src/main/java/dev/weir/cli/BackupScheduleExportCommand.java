package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.backups.HomeBackups;
import dev.weir.engine.config.Loaded;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.operations.backup.schedule.ScheduleExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = "Write the schedules of backup.schedules for cron, or as units of systemd.")
final class BackupScheduleExportCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--crontab", description = "As lines of a crontab.")
  private boolean crontab;

  @Option(names = "--systemd", description = "As a service and a timer for each.")
  private boolean systemd;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "The place of the command line (weir).")
  private String program = "weir";

  BackupScheduleExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (crontab == systemd) {
      throw Rejected.because(CoreError.INVALID_OPTION, "Give either --crontab or --systemd.");
    }
    Loaded loaded = cli.workspace().load();
    loaded.catalog();
    List<Schedule> schedules =
        HomeBackups.schedules(loaded.settings().backup()).stream().map(this::here).toList();
    if (schedules.isEmpty()) {
      cli.progress("There are no schedules; write them into backup.schedules.");
    }
    ScheduleExport export = new ScheduleExport(program);
    if (crontab) {
      cli.say(export.crontab(schedules).stripTrailing());
      return ExitCode.DONE;
    }
    for (Map.Entry<String, String> unit : export.systemd(schedules).entrySet()) {
      cli.say("# " + unit.getKey());
      cli.say(unit.getValue());
    }
    return ExitCode.DONE;
  }

  /** Neither cron nor systemd knows which home and file were meant. */
  private Schedule here(Schedule schedule) {
    List<String> command = new ArrayList<>(schedule.command());
    command.addAll(List.of("--home", cli.home().folder().toString()));
    Path file = cli.workspace().file();
    if (file != null) {
      command.addAll(List.of("--config", file.toAbsolutePath().normalize().toString()));
    }
    return new Schedule(
        schedule.name(), schedule.cron(), schedule.zone(), schedule.window(), command);
  }
}
