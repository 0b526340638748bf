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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What collecting each 15 seconds takes from a PostgreSQL with 5,000 tables and 5,000 fingerprints
 * under pgbench: its transactions a second with and without it, in turns, and the processor time of
 * collecting at both ends, which tells what a throughput that swings by some percent cannot.
 *
 * <p>One collector serves all rounds and rests between them. Before the first, one like it has
 * looked often enough to be compiled, and this one has looked once, since a first look reads
 * everything. What is due by the clock is due as often as if it had looked all the time, so that
 * the rounds hold up to twice their share of tables and indexes.
 */
final class MonitorCost implements Benchmark {
  private static final String NAME = "monitor";
  private static final Rhythm EVERY = Rhythm.every(Duration.ofSeconds(15));
  private static final int TABLES = 5_000;

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
      measure(busy, tables, quick, told);
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
      pgbench(busy, 30);
    }
  }

  private static void measure(BusyDatabase busy, int tables, boolean quick, Consumer<Figure> told)
      throws IOException, InterruptedException {
    int rounds = quick ? 2 : 6;
    int seconds = quick ? 30 : 60;
    Samples with = new Samples();
    Samples without = new Samples();
    Samples percent = new Samples();
    Costs costs = new Costs();
    Gate gate = new Gate();
    try (Collecting _ =
        new Collecting(busy.engine(), costs, _ -> gate.passed(), EVERY, new StatementTimes())) {
      costs.awaitFirst();
      gate.close();
      for (int i = 0; i < rounds; i++) {
        // Who goes first changes from round to round, so that a drift of the machine is nobody's.
        if (i % 2 == 0) {
          without.add(pgbench(busy, seconds));
        }
        ProcessorTime time = ProcessorTime.of(busy.database());
        gate.open();
        with.add(pgbench(busy, seconds));
        gate.close();
        percent.add(time.percent());
        if (i % 2 == 1) {
          without.add(pgbench(busy, seconds));
        }
      }
    }
    told.accept(
        Figure.compared(
                NAME, with, "without collecting", without, "transactions/s", "a ratio above 0.99")
            .with("tables", tables));
    told.accept(
        Figure.alone("monitor-processors", percent, "% of all processors", "below 1")
            .with("tables", tables));
    told.accept(Figure.alone("monitor-look", costs.samples(), "s", "told, no limit"));
  }

  private static double pgbench(BusyDatabase busy, int seconds)
      throws IOException, InterruptedException {
    return busy.pgbench("-T", String.valueOf(seconds), "-c", "4", "-j", "1");
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
    public boolean plan(String database, Instant at, SlowStatement statement, Plan plan) {
      return false;
    }
  }
}
