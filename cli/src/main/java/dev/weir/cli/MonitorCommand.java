package dev.weir.cli;

import dev.weir.api.Unavailable;
import dev.weir.operations.monitor.Picture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "monitor",
    description = {
      "Show a database live: sessions, rates, waits, top statements and the pool.",
      "Without a terminal, and with --once, two looks make one picture."
    })
final class MonitorCommand implements Callable<Integer> {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final int MOST = 2_000;
  private static final int WIDTH = 120;
  private static final int HEIGHT = 40;
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Option(names = "--once", description = "One picture, then end.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often to look (${DEFAULT-VALUE}).",
      defaultValue = "2s")
  private Duration interval = Duration.ofSeconds(2);

  MonitorCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Watching watching = Watching.of(cli, "monitor", database)) {
      Picture first = take(watching);
      if (once || !cli.console().terminal() || !cli.output().forPeople()) {
        return still(watching, first);
      }
      try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
        live(watching, first, terminal);
      }
      return ExitCode.DONE;
    }
  }

  private Picture take(Watching watching) {
    return watching.look(() -> Picture.take(watching.monitored(), cli.timeout(BUDGET), MOST));
  }

  private int still(Watching watching, Picture first) throws IOException {
    if (cli.interruptedWithin(interval)) {
      return ExitCode.INTERRUPTED;
    }
    Picture now = take(watching);
    if (!cli.output().forPeople()) {
      cli.print(PictureRows.of(watching.database(), first, now));
      return watching.end(now.gaps());
    }
    for (String line : new MonitorScreen(watching.database(), WIDTH, HEIGHT).lines(first, now)) {
      cli.say(line);
    }
    return now.gaps().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
  }

  private void live(Watching watching, Picture first, Terminal terminal) throws IOException {
    Picture before = first;
    StringBuilder screen = new StringBuilder(HOME + REST_OF_SCREEN);
    while (!cli.interruptedWithin(interval)) {
      List<String> lines;
      try {
        Picture now = take(watching);
        Size size = terminal.getSize();
        int width = size.getColumns() > 0 ? size.getColumns() : WIDTH;
        int height = size.getRows() > 0 ? size.getRows() : HEIGHT;
        lines = new MonitorScreen(watching.database(), width, height).lines(before, now);
        before = now;
      } catch (Unavailable e) {
        lines =
            List.of(
                watching.database().name()
                    + " does not answer: "
                    + Texts.cut(String.valueOf(e.getMessage()), WIDTH));
      }
      screen.append(HOME);
      lines.forEach(line -> screen.append(line).append(REST_OF_LINE).append('\n'));
      cli.say(screen.append(REST_OF_SCREEN).toString());
      screen.setLength(0);
    }
  }
}
