package dev.weir.operations.alert;

/**
 * One figure, as it is now.
 *
 * @param name what is read, such as {@code pool.overdue}; rules name it
 * @param database whose; empty for the server itself
 * @param subject what of it, where there are several, such as a node or a slot; empty otherwise
 */
public record Reading(String name, String database, String subject, double value) {
  public static Reading of(String name, String database, double value) {
    return new Reading(name, database, "", value);
  }
}
