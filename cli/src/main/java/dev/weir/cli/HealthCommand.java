package dev.weir.cli;

import dev.weir.api.Failed;
import dev.weir.api.Health;
import dev.weir.api.Health.NodeHealth;
import dev.weir.api.Health.Status;
import dev.weir.api.Unavailable;
import dev.weir.engine.Engine;
import dev.weir.operations.advise.Advisors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "health",
    description = {
      "Ask databases how they are, all of the catalog unless some are named,",
      "and say what to do about what is found. Ends with 3 unless all are up,",
      "with --bench unless all could be measured."
    })
final class HealthCommand implements Callable<Integer> {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Cli cli;

  @Parameters(arity = "0..*", paramLabel = "DB", description = "Names from the catalog, or URLs.")
  private List<String> databases = new ArrayList<>();

  @Option(names = "--watch", description = "Ask again every 2 seconds until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--bench",
      description = "Measure too: connect, round trip, throughput, fetching. Takes some seconds.")
  private boolean bench;

  /** Databases that an advisor knows. */
  private final Set<String> advised = new HashSet<>();

  HealthCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace()) {
      Engine engine = workspace.engine(databases.toArray(String[]::new));
      List<String> names =
          databases.isEmpty() ? List.copyOf(engine.definitions().keySet()) : databases;
      if (names.isEmpty()) {
        cli.progress("The catalog is empty; name a database by its URL.");
      }
      if (bench) {
        return bench(engine, names);
      }
      int code = look(engine, names);
      while (watch && !cli.interruptedWithin(INTERVAL)) {
        code = look(engine, names);
      }
      return code;
    }
  }

  private int look(Engine engine, List<String> names) throws Exception {
    List<Health> all = ask(engine, names);
    if (!watch) {
      names.stream()
          .map(engine::database)
          .filter(database -> Advisors.installed().serve(database.definition().type()))
          .forEach(database -> advised.add(database.name()));
    }
    if (cli.output().forPeople()) {
      people(all);
    } else {
      programs(all);
    }
    return all.stream().allMatch(health -> health.status() == Status.UP)
        ? ExitCode.DONE
        : ExitCode.FINDINGS;
  }

  /** At the same time, so that one that hangs does not delay the others. */
  private static List<Health> ask(Engine engine, List<String> names) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Health>> asked =
          names.stream().map(name -> threads.submit(() -> engine.database(name).health())).toList();
      List<Health> answers = new ArrayList<>();
      for (Future<Health> answer : asked) {
        try {
          answers.add(answer.get());
        } catch (java.util.concurrent.ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
      }
      return answers;
    }
  }

  private void people(List<Health> all) throws IOException {
    Listing listing =
        Listing.of(
            "database", "node", "role", "status", "latency", "connections", "server", "error");
    for (Health health : all) {
      for (NodeHealth node : health.nodes()) {
        listing.add(
            health.database(),
            node.node(),
            node.role(),
            lower(node.status()),
            node.latency() == null ? null : Durations.millis(node.latency()) + " ms",
            node.pool().active() + " of " + node.pool().limit(),
            node.version(),
            node.error());
      }
    }
    cli.print(listing);
    for (Health health : all) {
      for (String advice : health.advice()) {
        cli.say(health.database() + ": " + advice);
      }
    }
    for (Health health : all) {
      if (health.status() == Status.UP && advised.contains(health.database())) {
        cli.progress(
            "What is worth doing about "
                + health.database()
                + ": weir advise "
                + health.database());
      }
    }
  }

  private void programs(List<Health> all) throws IOException {
    Listing listing = Listing.of("database", "status", "nodes:array", "advice:array");
    for (Health health : all) {
      listing.add(
          health.database(),
          lower(health.status()),
          health.nodes().stream().map(HealthCommand::told).toList(),
          health.advice());
    }
    cli.print(listing);
  }

  private static Map<String, @Nullable Object> told(NodeHealth node) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("node", node.node());
    told.put("role", node.role());
    told.put("status", lower(node.status()));
    told.put("version", node.version());
    told.put("latencyMillis", node.latency() == null ? null : Durations.millis(node.latency()));
    told.put("active", node.pool().active());
    told.put("idle", node.pool().idle());
    told.put("waiting", node.pool().waiting());
    told.put("limit", node.pool().limit());
    told.put("error", node.error());
    return told;
  }

  private static String lower(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private int bench(Engine engine, List<String> names) throws Exception {
    Listing listing = MicroBenchmark.listing();
    int code = ExitCode.DONE;
    for (String name : names) {
      cli.progress("Measuring " + engine.database(name).name() + " …");
      try {
        new MicroBenchmark(engine.database(name)).run(listing);
      } catch (Unavailable | Failed e) {
        // The others are measured all the same, as health tells of them all.
        new Failures(cli).tell(e);
        code = ExitCode.FINDINGS;
      }
    }
    cli.print(listing);
    return code;
  }
}
