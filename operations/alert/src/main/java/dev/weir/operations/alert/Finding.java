package dev.weir.operations.alert;

/**
 * A rule that is broken now.
 *
 * @param rule its name
 */
public record Finding(String rule, String database, String subject, double value) {
  AlertKey key() {
    return new AlertKey(rule, database, subject);
  }
}
