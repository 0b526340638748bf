package dev.weir.operations.alert;

/**
 * What makes an alert this one.
 *
 * @param database empty for the server itself
 * @param subject empty where the database has only one
 */
public record AlertKey(String rule, String database, String subject) {
  /** In words, such as {@code clinic (primary)}. */
  public String about() {
    String of = database.isEmpty() ? "Weir" : database;
    return subject.isEmpty() ? of : of + " (" + subject + ")";
  }
}
