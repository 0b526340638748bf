package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.operations.monitor.TopStatements;
import dev.weir.operations.monitor.TopStatements.By;
import dev.weir.operations.monitor.TopStatements.Ranked;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "top",
    description = {
      "Show the statements that cost the most, without their values.",
      "Since the server's counters began, or with --interval what is added in each interval."
    })
final class TopCommand implements Callable<Integer> {
  private static final int STATEMENT = 70;

  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      description = "Ranked by ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private By by = By.TOTAL;

  @Option(names = "--limit", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int limit = 15;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "Tell what each interval has added, until Ctrl-C.")
  private @Nullable Duration interval;

  @Option(names = "--count", paramLabel = "N", description = "End after so many intervals.")
  private int count = Integer.MAX_VALUE;

  TopCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || count < 1) {
      throw Rejected.because(CoreError.INVALID_OPTION, "--limit and --count must be 1 or more.");
    }
    try (Watching watching = Watching.of(cli, "top", database)) {
      Reading<StatementFigures> seen = watching.read(Monitor::statements);
      if (interval == null || seen instanceof Reading.Unseen) {
        if (seen instanceof Reading.Seen) {
          print(seen.items());
        }
        return watching.end(ExitCode.DONE);
      }
      return live(watching, seen.items(), interval);
    }
  }

  private int live(Watching watching, List<StatementFigures> first, Duration every)
      throws IOException {
    List<StatementFigures> before = first;
    for (int i = 0; i < count && !cli.interruptedWithin(every); i++) {
      List<StatementFigures> now = watching.read(Monitor::statements).items();
      if (cli.console().terminal()) {
        cli.say(
            "\u001b[H\u001b[2J" + watching.database().name() + ", added in " + Ages.text(every));
      }
      print(TopStatements.between(before, now));
      before = now;
    }
    return watching.end(ExitCode.DONE);
  }

  private void print(List<StatementFigures> statements) throws IOException {
    List<Ranked> ranked = TopStatements.rank(statements, by, limit);
    if (cli.output().forPeople()) {
      people(ranked);
    } else {
      programs(ranked);
    }
  }

  private void people(List<Ranked> ranked) throws IOException {
    Listing listing =
        Listing.of(
            "#:integer",
            "share",
            "total",
            "mean",
            "slowest",
            "calls:integer",
            "rows:integer",
            "read",
            "cached",
            "temp",
            "statement");
    for (Ranked each : ranked) {
      StatementFigures of = each.statement();
      listing.add(
          each.place(),
          String.format(Locale.ROOT, "%.1f %%", 100 * each.share()),
          Ages.run(of.seconds()),
          Ages.run(of.mean()),
          Ages.run(of.slowest()),
          of.calls(),
          of.rows(),
          Bytes.text(of.readBytes()),
          cached(of),
          of.tempBytes() == 0 ? "" : Bytes.text(of.tempBytes()),
          Texts.cut(of.text(), STATEMENT));
    }
    cli.print(listing);
  }

  private static String cached(StatementFigures of) {
    long all = of.hitBytes() + of.readBytes();
    return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * of.hitBytes() / all);
  }

  private void programs(List<Ranked> ranked) throws IOException {
    Listing listing =
        Listing.of(
            "fingerprint",
            "share:float",
            "seconds:float",
            "meanSeconds:float",
            "slowestSeconds:float",
            "calls:integer",
            "rows:integer",
            "readBytes:integer",
            "cachedBytes:integer",
            "tempBytes:integer",
            "ioSeconds:float",
            "statement");
    for (Ranked each : ranked) {
      StatementFigures of = each.statement();
      listing.add(
          of.fingerprint(),
          each.share(),
          of.seconds(),
          of.mean(),
          of.slowest(),
          of.calls(),
          of.rows(),
          of.readBytes(),
          of.hitBytes(),
          of.tempBytes(),
          of.ioSeconds(),
          of.text());
    }
    cli.print(listing);
  }
}
