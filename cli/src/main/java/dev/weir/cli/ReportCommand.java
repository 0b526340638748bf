package dev.weir.cli;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.report.Comparison;
import dev.weir.operations.report.HtmlPage;
import dev.weir.operations.report.JsonPage;
import dev.weir.operations.report.Report;
import dev.weir.operations.report.TextPage;
import dev.weir.reports.Observer;
import dev.weir.spi.advise.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = {
      "Report on a database: what to do, load, storage, replication, settings.",
      "As text; with --output json as JSON, which --compare reads; with --html as a page in one"
          + " file."
    })
final class ReportCommand implements Callable<Integer> {
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private @Nullable String database;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page of HTML there.")
  private @Nullable Path html;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Tell what has changed since this earlier report in JSON.")
  private @Nullable Path earlier;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How long to watch for rates (${DEFAULT-VALUE}).",
      defaultValue = "2s")
  private Duration interval = Duration.ofSeconds(2);

  ReportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (database == null) {
      throw Rejected.because(
          CliError.USAGE, "Name a database: weir report DB, or see weir report schedule list.");
    }
    Optional<Report> before = Optional.ofNullable(earlier).map(ReportCommand::read);
    try (Watching watching = Watching.of(cli, "report", database)) {
      Duration budget = cli.timeout(BUDGET);
      Picture first = watching.look(() -> Picture.ofCounters(watching.monitored(), budget));
      Instant watchedEnough = Instant.now().plus(interval);
      Optional<Findings> advice = AdviseCommand.advising(cli).glance(watching.database());
      if (cli.interruptedWithin(rest(watchedEnough))) {
        return ExitCode.INTERRUPTED;
      }
      Report now =
          Report.of(
              watching.look(() -> Observer.observe(watching.monitored(), first, advice, budget)));
      print(before.map(old -> Comparison.of(old, now)).orElse(now));
      return now.gaps().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }
  }

  private static Duration rest(Instant until) {
    Duration rest = Duration.between(Instant.now(), until);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private void print(Report report) throws IOException {
    if (html != null) {
      write(html, HtmlPage.of(report));
    }
    if (cli.output() == Format.JSON) {
      cli.say(JsonPage.of(report).stripTrailing());
    } else if (html == null) {
      cli.say(TextPage.of(report).stripTrailing());
    } else {
      cli.say("The report is in " + html.toAbsolutePath() + ".");
    }
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "Cannot write " + file + ".", e);
    }
  }

  private static Report read(Path file) {
    try {
      return JsonPage.read(Files.readString(file));
    } catch (IOException e) {
      throw Rejected.because(CliError.STREAM, "Cannot read " + file + ": " + e.getMessage());
    }
  }
}
