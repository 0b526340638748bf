package dev.weir.spi.monitor;

import dev.weir.spi.NotChecked;
import java.util.List;

/** What was read of a topic, or why it could not be. */
public sealed interface Reading<T> {
  /** What was seen; empty when there is nothing, and when it could not be looked at. */
  List<T> items();

  /** What could not be looked at. */
  List<NotChecked> gaps();

  /**
   * It was looked at.
   *
   * @param gaps parts that could not be seen
   */
  record Seen<T>(List<T> items, List<NotChecked> gaps) implements Reading<T> {
    public Seen {
      items = List.copyOf(items);
      gaps = List.copyOf(gaps);
    }
  }

  /** It could not be looked at, which says nothing about how it is. */
  record Unseen<T>(NotChecked why) implements Reading<T> {
    @Override
    public List<T> items() {
      return List.of();
    }

    @Override
    public List<NotChecked> gaps() {
      return List.of(why);
    }
  }

  static <T> Reading<T> of(List<T> items) {
    return new Seen<>(items, List.of());
  }

  static <T> Reading<T> of(List<T> items, List<NotChecked> gaps) {
    return new Seen<>(items, gaps);
  }

  static <T> Reading<T> unseen(NotChecked why) {
    return new Unseen<>(why);
  }

  /** The engine has no such thing, or its monitor does not read it. */
  static <T> Reading<T> unknown(String what, Look look) {
    return unseen(
        new NotChecked(
            what, look.database().definition().type() + " does not tell any to Weir.", ""));
  }
}
