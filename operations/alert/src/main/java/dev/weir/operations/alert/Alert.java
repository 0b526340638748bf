package dev.weir.operations.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is, or was just now, broken for something. The spans are counted from round to round
 * and never taken from two readings of a clock, so that a clock that is set makes nobody late or
 * early.
 *
 * @param value the newest reading that broke the rule
 * @param broken for how long it has been broken
 * @param good for how long it has been good again
 * @param waited since it fires, or since it was last told
 * @param told what was told of it
 * @param began when it was first seen
 * @param fired when it began to fire; null while it is pending
 */
public record Alert(
    AlertKey key,
    State state,
    Severity severity,
    double value,
    Duration broken,
    Duration good,
    Duration waited,
    boolean told,
    Instant began,
    @Nullable Instant fired) {
  /** What state it is in; one that is resolved is kept in the history alone. */
  public enum State {
    /** Broken, but not for as long as the rule says. */
    PENDING,
    FIRING,
    RESOLVED
  }

  static Alert begun(Rule rule, Finding finding, Instant now) {
    return new Alert(
        finding.key(),
        State.PENDING,
        rule.severity(),
        finding.value(),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        false,
        now,
        null);
  }

  Alert still(Rule rule, double newest, Duration elapsed) {
    return new Alert(
        key,
        state,
        rule.severity(),
        newest,
        broken.plus(elapsed),
        Duration.ZERO,
        waited.plus(elapsed),
        told,
        began,
        fired);
  }

  Alert betterFor(Duration elapsed) {
    return new Alert(
        key,
        state,
        severity,
        value,
        broken,
        good.plus(elapsed),
        waited.plus(elapsed),
        told,
        began,
        fired);
  }

  Alert firing(Instant now) {
    return new Alert(
        key, State.FIRING, severity, value, broken, good, Duration.ZERO, false, began, now);
  }

  Alert resolved() {
    return new Alert(
        key, State.RESOLVED, severity, value, broken, good, waited, told, began, fired);
  }

  Alert wasTold() {
    return new Alert(key, state, severity, value, broken, good, Duration.ZERO, true, began, fired);
  }
}
