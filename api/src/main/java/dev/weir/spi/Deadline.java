package dev.weir.spi;

import java.time.Duration;

/** The moment by which something must be done, on the monotonic clock. Immutable. */
public final class Deadline {
  /** Never comes. */
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE, 0);

  private final long at;
  private final long allowed;

  private Deadline(long at, long allowed) {
    this.at = at;
    this.allowed = allowed;
  }

  public static Deadline after(Duration time) {
    return afterNanos(time.toNanos());
  }

  public static Deadline afterNanos(long nanos) {
    return at(System.nanoTime() + nanos, nanos);
  }

  /** A deadline {@code nanos} after {@code start}, both on the clock of {@link System#nanoTime}. */
  public static Deadline at(long at, long allowed) {
    return new Deadline(at, allowed);
  }

  public boolean isNever() {
    return this == NEVER;
  }

  /** Nanoseconds left; never below 0. */
  public long remainingNanos() {
    return this == NEVER ? Long.MAX_VALUE : Math.max(0, at - System.nanoTime());
  }

  /** Time left; never below zero, and {@link Long#MAX_VALUE} nanoseconds for {@link #NEVER}. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** Milliseconds left, at least 1, for drivers that take 0 for no limit. */
  public int remainingMillis() {
    return Math.clamp(remainingNanos() / 1_000_000, 1, Integer.MAX_VALUE);
  }

  public boolean passed() {
    return this != NEVER && at - System.nanoTime() <= 0;
  }

  /** The moment on the clock of {@link System#nanoTime}. */
  public long at() {
    return at;
  }

  /** The time that was given in all, in nanoseconds. */
  public long allowedNanos() {
    return allowed;
  }

  /** The earlier of the two. */
  public Deadline earlier(Deadline other) {
    if (this == NEVER) {
      return other;
    }
    if (other == NEVER) {
      return this;
    }
    return at - other.at <= 0 ? this : other;
  }
}
