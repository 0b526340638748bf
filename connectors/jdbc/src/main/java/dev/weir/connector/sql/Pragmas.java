package dev.weir.connector.sql;

import java.util.HashMap;
import java.util.Map;

/** The pragmas of SQLite that differ from the rule that an argument sets something. */
final class Pragmas {
  private static final Words<Boolean> READS =
      words(
          "table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list"
              + " foreign_key_check integrity_check quick_check");
  private static final Words<Boolean> ACTS =
      words("optimize wal_checkpoint incremental_vacuum shrink_memory");

  private Pragmas() {}

  private static Words<Boolean> words(String names) {
    Map<String, Boolean> all = new HashMap<>();
    for (String name : names.split(" ", -1)) {
      all.put(name, true);
    }
    return new Words<>(all);
  }

  /** True when its argument only says what to read. */
  static boolean reads(String text, int start, int end) {
    return READS.find(text, start, end) != null;
  }

  /** True when it changes something even without an argument. */
  static boolean acts(String text, int start, int end) {
    return ACTS.find(text, start, end) != null;
  }
}
