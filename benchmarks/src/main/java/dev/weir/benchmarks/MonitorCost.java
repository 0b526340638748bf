package dev.weir.benchmarks;

import dev.weir.operations.monitor.Collecting;
import dev.weir.operations.monitor.History;
import dev.weir.operations.monitor.Rhythm;
import dev.weir.operations.monitor.Sample;
import dev.weir.operations.monitor.StatementTimes;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What collecting each 15 seconds takes from a PostgreSQL with 5,000 tables and 5,000 fingerprints
 * under pgbench, which reads in one half of the rounds and writes in the other. pgbench asks at a
 * fixed rate, and what is compared is how many transactions a second of processor serves, that of
 * the server and of this process together: a throughput at the limit swings by some percent, which
 * is more than what is looked for.
 *
 * <p>Rounds of 15 seconds take turns, without and with; a round with holds one look, at its
 * beginning, and is compared with the mean of the rounds before and after it, so that a drift of
 * the machine is nobody's. The rhythm of the collector is that of the clock, on which half of the
 * time is without: it reads statements in each fourth look, tables and indexes in each twentieth.
 */
final class MonitorCost implements Benchmark {
  private static final String NAME = "monitor";
  private static final int TABLES = 5_000;

  /** Of what the server can do, so that no round is at its limit. */
  private static final double LOAD = 0.4;

  private static final List<Work> WORK =
      List.of(new Work("select", "-S"), new Work("tpcb", "--builtin=tpcb-like"));

  private static final String RATIO = "of the transactions that a second of processor serves";
  private static final String GOAL = "a mean above 0.99";

  private record Work(String name, String argument) {}

  /** How many rounds with collecting for each kind of work, and how long each is. */
  private record Schedule(int rounds, int seconds) {
    /**
     * The interval is a little less than two rounds, so that a look is due, and held up, when its
     * round begins, and that parts are due in their share of the looks.
     */
    Rhythm rhythm() {
      return new Rhythm(Duration.ofMillis(seconds * 1_800L), Duration.ofSeconds(5), 0.00125);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    if (!BusyDatabase.missing().isEmpty()) {
      told.accept(Figure.skipped(NAME, BusyDatabase.missing()));
      return;
    }
    int tables = quick ? TABLES / 10 : TABLES;
    try (BusyDatabase busy = BusyDatabase.with(tables)) {
      warm(busy);
      measure(busy, tables, quick ? new Schedule(2, 5) : new Schedule(9, 15), told);
    }
  }

  private static void warm(BusyDatabase busy) throws IOException, InterruptedException {
    Costs costs = new Costs();
    try (Collecting _ =
        new Collecting(
            busy.engine(),
            costs,
            _ -> true,
            new Rhythm(Duration.ofMillis(500), Duration.ofSeconds(5), 1),
            new StatementTimes())) {
      pgbench(busy, WORK.getFirst(), 30);
    }
  }

  private static void measure(BusyDatabase busy, int tables, Schedule plan, Consumer<Figure> told)
      throws IOException, InterruptedException {
    Costs costs = new Costs();
    Gate gate = new Gate();
    Samples percent = new Samples();
    Samples ratios = new Samples();
    try (Collecting _ =
        new Collecting(
            busy.engine(), costs, _ -> gate.passed(), plan.rhythm(), new StatementTimes())) {
      costs.awaitFirst();
      gate.close();
      for (Work work : WORK) {
        Samples with = new Samples();
        Samples without = new Samples();
        double rate = LOAD * pgbench(busy, work, Math.max(2, plan.seconds() / 3));
        without.add(round(busy, work, plan, rate));
        for (int i = 0; i < plan.rounds(); i++) {
          ProcessorTime time = ProcessorTime.ofSessions(busy.database());
          gate.open();
          with.add(round(busy, work, plan, rate));
          gate.close();
          percent.add(time.percent());
          without.add(round(busy, work, plan, rate));
        }
        Samples found = with.ratiosBetween(without);
        ratios = ratios.and(found);
        told.accept(
            Figure.estimated(NAME + "-" + work.name(), found, RATIO, GOAL)
                .with("with", with.median())
                .with("without", without.median())
                .with("rate", rate));
      }
    }
    told.accept(Figure.estimated(NAME, ratios, RATIO, GOAL).with("tables", tables));
    told.accept(
        Figure.estimated("monitor-processors", percent, "% of all processors", "below 1")
            .with("tables", tables));
    told.accept(Figure.alone("monitor-look", costs.samples(), "s", "told, no limit"));
  }

  /** Transactions for a second of processor. */
  private static double round(BusyDatabase busy, Work work, Schedule plan, double rate)
      throws IOException, InterruptedException {
    ProcessorTime time = ProcessorTime.ofServer(busy.database());
    double transactions =
        busy.transactions(
            "-n",
            work.argument(),
            "-T",
            String.valueOf(plan.seconds()),
            "-c",
            "4",
            "-j",
            "1",
            "-R",
            String.valueOf(Math.max(1, Math.round(rate))));
    return transactions / time.used();
  }

  private static double pgbench(BusyDatabase busy, Work work, int seconds)
      throws IOException, InterruptedException {
    return busy.pgbench("-n", work.argument(), "-T", String.valueOf(seconds), "-c", "4", "-j", "1");
  }

  /** Holds the collector up while it is closed; whoever waits is let in when it opens. */
  private static final class Gate {
    private boolean closed;

    synchronized boolean passed() {
      try {
        while (closed) {
          wait();
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    synchronized void close() {
      closed = true;
    }

    synchronized void open() {
      closed = false;
      notifyAll();
    }
  }

  /** Keeps nothing but what each look took. */
  private static final class Costs implements History {
    private final Queue<Double> seconds = new ConcurrentLinkedQueue<>();

    /** Waits for the first look and leaves it out. */
    void awaitFirst() throws InterruptedException {
      while (seconds.poll() == null) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }

    Samples samples() {
      Samples all = new Samples();
      seconds.forEach(all::add);
      return all;
    }

    @Override
    public void keep(String database, Instant at, List<Sample> samples) {
      samples.stream()
          .filter(each -> each.metric().equals("monitor.cost") && each.about().isEmpty())
          .forEach(each -> seconds.add(each.value()));
    }

    @Override
    public void gaps(String database, Instant at, List<NotChecked> gaps) {}

    @Override
    public void statements(String database, Instant at, List<StatementFigures> statements) {}

    @Override
    public Optional<EarlierPlan> plan(
        String database, Instant at, SlowStatement statement, Plan plan) {
      return Optional.empty();
    }
  }
}
