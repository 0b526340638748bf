package dev.weir.cli;

import dev.weir.api.WeirException;
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
import java.util.function.Supplier;

/** A database that a command looks at, and what it could not see there. */
final class Watching implements AutoCloseable {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final int MOST = 5_000;

  private final Cli cli;
  private final Workspace workspace;
  private final Monitored monitored;
  private final String what;
  private final Set<NotChecked> gaps = new LinkedHashSet<>();
  private final long start = System.nanoTime();
  private String result = "done";

  private Watching(Cli cli, Workspace workspace, Monitored monitored, String what) {
    this.cli = cli;
    this.workspace = workspace;
    this.monitored = monitored;
    this.what = what;
  }

  /**
   * Begins.
   *
   * @param what the command, which the audit tells once in place of its queries
   */
  static Watching of(Cli cli, String what, String database) {
    Workspace workspace = cli.workspace();
    return new Watching(cli, workspace, Monitored.of(workspace.database(database)), what);
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
    Reading<T> reading =
        look(() -> Monitored.quietly(() -> question.ask(monitored.monitor(), look())));
    gaps.addAll(reading.gaps());
    return reading;
  }

  /** Looks; how it ended goes to the audit. */
  <T> T look(Supplier<T> looking) {
    try {
      return looking.get();
    } catch (WeirException e) {
      result = e.code().id();
      throw e;
    }
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
    try {
      new ChangeAudit(cli).looked(what, monitored.database().name(), result, start);
    } finally {
      workspace.close();
    }
  }
}
