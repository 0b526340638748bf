package dev.weir.operations.report;

import dev.weir.operations.report.KeyFigure.Tone;
import dev.weir.spi.monitor.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The numbers to see first, of those that the engine tells. */
final class KeyFigures {
  private static final double CROWDED = 0.8;
  private static final double CACHED = 0.95;
  private static final double LONG = 600;
  private static final double OLD = 200_000_000;

  private final Observation seen;
  private final List<KeyFigure> figures = new ArrayList<>();

  private KeyFigures(Observation seen) {
    this.seen = seen;
  }

  static List<KeyFigure> of(Observation seen) {
    KeyFigures all = new KeyFigures(seen);
    all.sizes();
    all.load();
    all.troubles();
    return all.figures;
  }

  private void sizes() {
    add("size", "Size", Form.BYTES, own("size"), "");
    add("memory", "Memory", Form.BYTES, own("memory.used"), "");
    add("uptime", "Up for", Form.SECONDS, own("uptime"), "");
    OptionalDouble used = sum("connections.used");
    double limit = own("connections.limit").orElse(0);
    add(
        "connections",
        "Connections",
        Form.COUNT,
        used,
        limit > 0 ? "of " + Form.COUNT.text(limit) : "",
        limit > 0 && used.orElse(0) > CROWDED * limit);
  }

  private void load() {
    double commits = rate("transactions.committed");
    double rollbacks = rate("transactions.rolled_back");
    if (!Double.isNaN(commits)) {
      String note =
          rollbacks > 0
              ? String.format(Locale.ROOT, "%.1f a second rolled back", rollbacks)
              : "committed";
      add("transactions", "Transactions a second", Form.COUNT, OptionalDouble.of(commits), note);
    }
    share("cache", "Found in cache", "cache.hit", "cache.read");
    share("keys", "Keys found", "keys.hit", "keys.missed");
  }

  private void troubles() {
    over("locks", "Waiting for locks", Form.COUNT, own("locks.waiting"), 0);
    over("transaction", "Longest transaction", Form.SECONDS, own("transactions.longest"), LONG);
    over("age", "Oldest transaction id", Form.COUNT, own("transactions.age"), OLD);
    over("deadlocks", "Deadlocks", Form.COUNT, own("deadlocks"), Double.MAX_VALUE);
  }

  private void over(String id, String title, Form form, OptionalDouble value, double most) {
    add(id, title, form, value, "", value.orElse(0) > most);
  }

  private void share(String id, String title, String part, String other) {
    double one = own(part).orElse(0);
    double both = one + own(other).orElse(0);
    if (both > 0) {
      add(
          id,
          title,
          Form.SHARE,
          OptionalDouble.of(one / both),
          "since counters began",
          one / both < CACHED);
    }
  }

  private void add(String id, String title, Form form, OptionalDouble value, String note) {
    add(id, title, form, value, note, false);
  }

  private void add(
      String id, String title, Form form, OptionalDouble value, String note, boolean warning) {
    if (value.isPresent()) {
      Tone tone = warning ? Tone.WARNING : Tone.PLAIN;
      figures.add(new KeyFigure(id, title, form, value.getAsDouble(), note, tone));
    }
  }

  private double rate(String name) {
    return seen.perSecond().stream()
        .filter(rate -> rate.name().equals(name))
        .mapToDouble(Observation.Rate::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** A figure of the database, or of the server where it has none of its own. */
  private OptionalDouble own(String name) {
    OptionalDouble own = value(name, seen.inside());
    return own.isPresent() ? own : value(name, "");
  }

  private OptionalDouble value(String name, String about) {
    return seen.server().items().stream()
        .filter(figure -> figure.name().equals(name) && figure.about().equals(about))
        .mapToDouble(Figure::value)
        .findFirst();
  }

  /** Of all databases of the server together. */
  private OptionalDouble sum(String name) {
    double[] all =
        seen.server().items().stream()
            .filter(figure -> figure.name().equals(name))
            .mapToDouble(Figure::value)
            .toArray();
    return all.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(java.util.Arrays.stream(all).sum());
  }
}
