package dev.weir.benchmarks;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The command line from its start to its end, as a process: what {@code --version} takes, and a
 * query of one value against {@code psql} asking the same.
 */
final class StartUp {
  private StartUp() {}

  /** {@code weir --version}. */
  static final class Version implements Benchmark {
    @Override
    public String name() {
      return "startup-version";
    }

    @Override
    public void run(boolean quick, Consumer<Figure> told) throws Exception {
      Distribution weir = Distribution.built().orElse(null);
      if (weir == null) {
        told.accept(Figure.skipped(name(), Distribution.MISSING));
        return;
      }
      try (weir) {
        Samples seconds = new Samples();
        weir.run("--version");
        for (int round = 0; round < (quick ? 7 : 21); round++) {
          seconds.add(weir.run("--version").seconds());
        }
        told.accept(Figure.alone(name(), seconds, "s", "under 0.4 s on an idle machine"));
      }
    }
  }

  /** {@code weir query URL SQL}. */
  static final class Query implements Benchmark {
    @Override
    public String name() {
      return "startup-query";
    }

    @Override
    public void run(boolean quick, Consumer<Figure> told) throws Exception {
      Distribution weir = Distribution.built().orElse(null);
      if (weir == null) {
        told.accept(Figure.skipped(name(), Distribution.MISSING));
        return;
      }
      try (weir;
          DatabaseServer server = Servers.freshPostgresql15(Map.of())) {
        Samples ours = new Samples();
        Samples theirs = new Samples();
        Callable<Run> query = () -> weir.run("query", server.url(), "select 1");
        Callable<Run> psql =
            () -> Run.of(List.of("psql", server.url(), "--command=select 1"), Map.of());
        query.call();
        for (int round = 0; round < (quick ? 5 : 15); round++) {
          ours.add(query.call().seconds());
          theirs.add(psql.call().seconds());
        }
        told.accept(
            Figure.compared(
                name(), ours, "psql", theirs, "s", "weir under 0.8 s on an idle machine"));
      }
    }
  }
}
