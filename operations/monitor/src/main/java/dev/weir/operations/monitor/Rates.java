package dev.weir.operations.monitor;

import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fast counters grow between two readings. A counter that has begun anew meanwhile has no rate
 * for that time, since nobody knows what it had counted; it has one again at the next reading. Time
 * is the machine's own running time, so that a clock that is set does no harm.
 */
public final class Rates {
  private final Map<Key, Figure> before = new HashMap<>();
  private final Map<Key, Figure> after = new HashMap<>();
  private final double seconds;

  private record Key(String name, String about) {}

  public Rates(List<Figure> before, List<Figure> after, Duration between) {
    before.forEach(figure -> this.before.put(key(figure), figure));
    after.forEach(figure -> this.after.put(key(figure), figure));
    this.seconds = between.toNanos() / 1e9;
  }

  private static Key key(Figure figure) {
    return new Key(figure.name(), figure.about());
  }

  /** By how much a counter has grown; empty when it is not known. */
  public OptionalDouble growth(String name, String about) {
    Figure last = after.get(new Key(name, about));
    Figure first = before.get(new Key(name, about));
    if (last == null
        || first == null
        || last.kind() != Kind.COUNTER
        || !String.valueOf(last.epoch()).equals(first.epoch())
        || last.value() < first.value()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(last.value() - first.value());
  }

  /** Growth a second; empty when it is not known. */
  public OptionalDouble perSecond(String name, String about) {
    OptionalDouble growth = growth(name, about);
    return growth.isEmpty() || seconds <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(growth.getAsDouble() / seconds);
  }

  /** The part that the first counter has of both, from 0 to 1; empty when neither has grown. */
  public OptionalDouble share(String name, String other, String about) {
    OptionalDouble one = growth(name, about);
    OptionalDouble two = growth(other, about);
    double all = one.orElse(0) + two.orElse(0);
    return one.isEmpty() || two.isEmpty() || all <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(one.getAsDouble() / all);
  }

  /** A figure as it is now; empty when it was not read. */
  public OptionalDouble now(String name, String about) {
    Figure figure = after.get(new Key(name, about));
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure.value());
  }
}
