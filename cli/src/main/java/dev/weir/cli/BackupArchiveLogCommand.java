package dev.weir.cli;

import dev.weir.operations.backup.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "archive-log",
    description = {
      "Keep a file of a database's log, durable when it ends with 0. For PostgreSQL's",
      "archive_command: weir backup archive-log DB %%p %%f",
      "Without FILE, fetch what a MariaDB or MySQL has written to its binary log until now."
    })
final class BackupArchiveLogCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose log.")
  private String database = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The file.")
  private @Nullable Path file;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The engine's name of it; else that of the file.")
  private @Nullable String name;

  @Option(names = "--option", paramLabel = "NAME=VALUE", description = "An option of the method.")
  private Map<String, String> options = new LinkedHashMap<>();

  BackupArchiveLogCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Path given = file;
    return OpenBackups.using(cli, given == null ? this::collect : open -> keep(open, given)).call();
  }

  private int keep(OpenBackups open, Path given) {
    Path place = cli.console().directory().resolve(given).toAbsolutePath();
    String called = name == null ? String.valueOf(given.getFileName()) : name;
    open.backups().archive(OpenBackups.name(database), called, place);
    return ExitCode.DONE;
  }

  private int collect(OpenBackups open) throws IOException {
    Subject subject = open.subject(OpenBackups.name(database));
    List<String> added = open.run(job -> open.backups().collectLog(subject, options, job));
    Listing rows = Listing.of("archived");
    added.forEach(rows::add);
    cli.print(rows);
    return ExitCode.DONE;
  }
}
