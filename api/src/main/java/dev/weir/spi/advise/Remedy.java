package dev.weir.spi.advise;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What mends a fault.
 *
 * @param commands the exact commands, in order; empty where only a person can decide
 * @param undo the commands that bring back what was before; empty where nothing needs to or can
 * @param applicable true when {@code apply} may run the commands by itself
 * @param index the index that the commands build, as it is written in a statement; null for others
 */
public record Remedy(
    List<String> commands, List<String> undo, boolean applicable, @Nullable String index) {
  public Remedy {
    commands = List.copyOf(commands);
    undo = List.copyOf(undo);
  }

  /** Commands that {@code apply} may run. */
  public static Remedy of(List<String> commands, List<String> undo) {
    return new Remedy(commands, undo, true, null);
  }

  /**
   * Commands that a person runs, because they cut somebody off, lock for long or need a restart.
   */
  public static Remedy byHand(String... commands) {
    return new Remedy(List.of(commands), List.of(), false, null);
  }

  /** The way back of a remedy that a person runs. */
  public Remedy undoneBy(String... back) {
    return new Remedy(commands, List.of(back), applicable, index);
  }

  /** The same, building this index. */
  public Remedy building(String name) {
    return new Remedy(commands, undo, applicable, Objects.requireNonNull(name));
  }
}
