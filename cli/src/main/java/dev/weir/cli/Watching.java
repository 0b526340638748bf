package dev.weir.cli;

import dev.weir.engine.OpenDatabase;
import dev.weir.operations.monitor.Monitored;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Reading;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A database that a command looks at, and what it could not see there. */
final class Watching implements AutoCloseable {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final int MOST = 5_000;

  private final Cli cli;
  private final Workspace workspace;
  private final Monitored monitored;
  private final Set<NotChecked> gaps = new LinkedHashSet<>();

  private Watching(Cli cli, Workspace workspace, Monitored monitored) {
    this.cli = cli;
    this.workspace = workspace;
    this.monitored = monitored;
  }

  static Watching of(Cli cli, String database) {
    Workspace workspace = cli.workspace();
    return new Watching(cli, workspace, Monitored.of(workspace.database(database)));
  }

  /** What is asked of a database's monitor. */
  interface Question<T> {
    Reading<T> ask(Monitor monitor, Look look);
  }

  Monitored monitored() {
    return monitored;
  }

  OpenDatabase database() {
    return monitored.database();
  }

  /** What a topic tells; what it cannot tell is kept for {@link #end}. */
  <T> Reading<T> read(Question<T> question) {
    Reading<T> reading = question.ask(monitored.monitor(), look());
    gaps.addAll(reading.gaps());
    return reading;
  }

  private Look look() {
    return monitored.look(cli.timeout(BUDGET), MOST);
  }

  /** Tells what was not checked; what was missing makes the answer a part of what was asked. */
  int end(int code) {
    for (NotChecked gap : gaps) {
      if (cli.output().forPeople()) {
        cli.console().err().println("Not checked: " + gap.what() + ". " + gap.reason());
        if (!gap.mend().isEmpty()) {
          cli.console().err().println("  -> " + gap.mend());
        }
      } else {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("notChecked", gap.what());
        told.put("reason", gap.reason());
        told.put("mend", gap.mend());
        cli.console().err().println(Cli.json(told));
      }
    }
    return gaps.isEmpty() ? code : ExitCode.PARTLY;
  }

  /** Likewise, of what was looked at in another way. */
  int end(Collection<NotChecked> unseen) {
    gaps.addAll(unseen);
    return end(ExitCode.DONE);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
