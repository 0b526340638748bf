package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Notice;
import dev.weir.api.Notifications;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "listen",
    description = {
      "Listen to channels and write what is notified, until Ctrl-C, --count or --timeout.",
      "After a lost connection it goes on, and tells that notifications may have been missed.",
      "On Redis a channel with *, ? or [ is a pattern."
    })
final class ListenCommand implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final Cli cli;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CHANNEL",
      description = "What to listen to.")
  private List<String> channels = new ArrayList<>();

  @Option(names = "--count", paramLabel = "N", description = "End after so many notifications.")
  private long count;

  ListenCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Set<String> names = new LinkedHashSet<>(channels);
    Deadline until = Deadline.after(cli.timeout(FOR_EVER));
    try (Workspace workspace = cli.workspace();
        Notifications listener = workspace.database(database).listen(names);
        NoticePrinter printer = new NoticePrinter(cli.output(), cli.console().out())) {
      cli.progress("Listening to " + String.join(", ", names) + ".");
      return listen(listener, printer, until);
    } catch (WeirException e) {
      if (e.code() == CoreError.CANCELLED) {
        // Ctrl-C is how listening ends.
        return ExitCode.INTERRUPTED;
      }
      throw e;
    }
  }

  private int listen(Notifications listener, NoticePrinter printer, Deadline until)
      throws IOException {
    long told = 0;
    while (count == 0 || told < count) {
      Optional<Notice> notice = listener.next(until.remaining());
      if (notice.isPresent()) {
        printer.print(notice.get());
        told += notice.get() instanceof Notice.Notification ? 1 : 0;
      } else if (until.passed()) {
        break;
      }
    }
    if (told < count) {
      throw Unavailable.because(
          CoreError.DEADLINE,
          told + " of " + count + " notifications came within " + cli.timeout() + ".");
    }
    return ExitCode.DONE;
  }

  private void check() {
    boolean written =
        switch (cli.output()) {
          case TABLE, JSON, NDJSON -> true;
          case CSV, ARROW, PARQUET -> false;
        };
    if (!written || count < 0) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          written
              ? "--count must be 1 or more."
              : "Notifications are written as table, json or ndjson.");
    }
  }
}
