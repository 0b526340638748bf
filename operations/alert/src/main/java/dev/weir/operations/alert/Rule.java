package dev.weir.operations.alert;

import java.time.Duration;

/**
 * When to raise an alert.
 *
 * @param name also that of its playbook page, {@code docs/playbooks/NAME.md}
 * @param reading the reading that it looks at
 * @param sense on which side of the limit it is broken
 * @param hold how long it must be broken before the alert fires
 * @param title what the alert says
 * @param unit of the reading, for people; empty for a mere number
 */
public record Rule(
    String name,
    String reading,
    Sense sense,
    double limit,
    Duration hold,
    Severity severity,
    String title,
    String unit) {
  /** On which side of the limit a rule is broken. */
  public enum Sense {
    ABOVE(">"),
    BELOW("<");

    private final String sign;

    Sense(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  public boolean broken(double value) {
    return sense == Sense.ABOVE ? value > limit : value < limit;
  }

  public String playbook() {
    return "docs/playbooks/" + name + ".md";
  }
}
