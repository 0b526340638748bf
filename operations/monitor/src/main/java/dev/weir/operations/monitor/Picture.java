package dev.weir.operations.monitor;

import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Meter;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database at a moment, as far as it changes from second to second.
 *
 * @param running the machine's running time in nanoseconds, for rates between two pictures
 * @param pool Weir's own sessions
 * @param path Weir's own requests to it
 * @param cost what taking the picture took
 */
public record Picture(
    Instant at,
    long running,
    Reading<Figure> server,
    Reading<SessionFigures> sessions,
    Reading<WaitFigures> waits,
    Reading<StatementFigures> statements,
    PoolStatus pool,
    Meter.Snapshot path,
    Duration cost) {
  /** Looks now. */
  public static Picture take(Monitored monitored, Duration budget, int limit) {
    return Monitored.quietly(() -> look(monitored, budget, limit));
  }

  /** Of the server's counters alone, as the beginning of rates; nothing else is looked at. */
  public static Picture ofCounters(Monitored monitored, Duration budget) {
    long start = System.nanoTime();
    Instant at = Instant.now();
    OpenDatabase database = monitored.database();
    Reading<Figure> server =
        Monitored.quietly(() -> monitored.monitor().server(monitored.look(budget, 1).briefly()));
    return new Picture(
        at,
        start,
        server,
        Reading.of(List.of()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        database.primary().node().pool(),
        database.metrics(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static Picture look(Monitored monitored, Duration budget, int limit) {
    long start = System.nanoTime();
    Instant at = Instant.now();
    Look look = monitored.look(budget, limit);
    Monitor monitor = monitored.monitor();
    OpenDatabase database = monitored.database();
    return new Picture(
        at,
        start,
        monitor.server(look),
        monitor.sessions(look),
        monitor.waits(look),
        monitor.statements(look),
        database.primary().node().pool(),
        database.metrics(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** How fast the server's counters have grown since an earlier picture. */
  public Rates since(Picture before) {
    return new Rates(
        before.server.items(), server.items(), Duration.ofNanos(running - before.running));
  }

  public List<NotChecked> gaps() {
    return Stream.of(server, sessions, waits, statements)
        .flatMap(reading -> reading.gaps().stream())
        .distinct()
        .toList();
  }
}
