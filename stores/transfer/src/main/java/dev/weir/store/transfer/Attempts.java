package dev.weir.store.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Requests to a store, each made again while its failure may pass, for a bounded time. */
public final class Attempts {
  /** Servers put large objects together while they say nothing. */
  private static final int SLOW = 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String location;
  private final Patience patience;
  private final Diagnosis diagnosis;

  public Attempts(String location, Patience patience, Diagnosis diagnosis) {
    this.location = location;
    this.patience = patience;
    this.diagnosis = diagnosis;
  }

  /** One attempt at a request. */
  @FunctionalInterface
  public interface Attempt<T> {
    /**
     * @param moved to be counted up whenever something moves
     */
    T run(AtomicLong moved) throws Exception;
  }

  /**
   * Makes attempts until one succeeds.
   *
   * @param what for messages, such as {@code writing a/b}
   * @throws IOException when none succeeded in time
   */
  public <T> T call(String what, Attempt<T> attempt) throws IOException {
    return call(what, patience.stall(), attempt);
  }

  /** The same for a request whose answer may take long without a byte moving. */
  public <T> T slow(String what, Attempt<T> attempt) throws IOException {
    return call(what, patience.stall().multipliedBy(SLOW), attempt);
  }

  /** One attempt only, for tidying up. */
  public <T> T once(String what, Attempt<T> attempt) throws IOException {
    try {
      AtomicLong moved = new AtomicLong();
      return Watch.over(patience.stall(), moved, () -> attempt.run(moved));
    } catch (Exception raw) {
      throw thrown(told(what, raw));
    }
  }

  private <T> T call(String what, Duration stall, Attempt<T> attempt) throws IOException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        AtomicLong moved = new AtomicLong();
        return Watch.over(stall, moved, () -> attempt.run(moved));
      } catch (Exception raw) {
        Exception told = told(what, raw);
        if (!(told instanceof PassingFault fault)) {
          throw thrown(told);
        }
        awaitNext(what, fault, start, pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  /** Waits before the next attempt; throws when the time for attempts is over. */
  void awaitNext(String what, PassingFault fault, long start, Duration pause) throws IOException {
    if (System.nanoTime() - start > patience.retryFor().toNanos()) {
      throw exhausted(what, fault);
    }
    try {
      long most = shorter(shorter(pause, LONGEST_PAUSE), patience.retryFor()).toMillis();
      Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(location + ": " + what + " was interrupted");
    }
  }

  /** What is told when no attempt has succeeded in time. */
  public IOException exhausted(String what, PassingFault fault) {
    return new IOException(
        "%s: %s did not succeed within %s, last because %s"
            .formatted(location, what, Watch.text(patience.retryFor()), fault.getMessage()),
        fault);
  }

  /** What the exception of a single attempt means, where the attempts are not made here. */
  public Exception told(String what, Exception raw) {
    if (raw instanceof PassingFault || raw instanceof InterruptedIOException ended && cut(ended)) {
      return raw;
    }
    return diagnosis.of(what, raw);
  }

  /** Time-outs of sockets are interruptions by their type only. */
  private static boolean cut(InterruptedIOException raw) {
    return raw.getClass() == InterruptedIOException.class && Thread.currentThread().isInterrupted();
  }

  /** To be thrown: the exception itself when it is checked, and it throws others. */
  public static IOException thrown(Exception told) {
    return switch (told) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      default -> new IOException(told);
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
