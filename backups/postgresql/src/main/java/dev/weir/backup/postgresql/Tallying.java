package dev.weir.backup.postgresql;

import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.spi.backup.Tally;
import java.util.List;
import java.util.Objects;

/**
 * Counts and hashes tables in the server, in one scan each. The hash is the sum of the 64-bit
 * hashes of the rows' text, so that it does not depend on their order. Hash partitioning relies on
 * the same function, which is why it stays the same over versions; the settings below make the text
 * the same.
 */
final class Tallying {
  private static final String SETTINGS =
      """
      select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true),
        set_config('extra_float_digits', '3', true), set_config('bytea_output', 'hex', true),
        set_config('intervalstyle', 'postgres', true), set_config('lc_monetary', 'C', true),
        set_config('search_path', 'pg_catalog', true), set_config('row_security', 'off', true),
        set_config('statement_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true)
      """;

  private static final String COLUMNS =
      """
      select coalesce(string_agg('t.' || quote_ident(attname), ', ' order by attname), '')
      from pg_attribute where attrelid = :table and attnum > 0 and not attisdropped
      """;

  private static final String OBJECTS =
      """
      select count(*), coalesce(sum(hashtextextended(
        (loid, pageno, data)::text collate "C", 0)), 0)::text from pg_largeobject
      """;

  private Tallying() {}

  static void prepare(Conversation conversation) {
    conversation.rows(SETTINGS);
  }

  static Tally of(Conversation conversation, Table table) {
    return of(conversation, table, "true");
  }

  /** Of the rows that meet a condition on {@code t}. */
  static Tally of(Conversation conversation, Table table, String condition) {
    String columns = conversation.value(COLUMNS.replace(":table", String.valueOf(table.oid())));
    String query =
        "select count(*), coalesce(sum(hashtextextended(row(%s)::text collate \"C\", 0)), 0)::text"
                .formatted(columns)
            + " from only "
            + table.quoted()
            + " t where "
            + condition;
    return tally(conversation, table.plain(), query);
  }

  private static Tally tally(Conversation conversation, String name, String query) {
    var row = conversation.rows(query).getFirst();
    return new Tally(
        name,
        Long.parseLong(Objects.requireNonNull(row.get(0))),
        Objects.requireNonNull(row.get(1)));
  }

  /** Large objects, which are no table of anybody; none where there are none or we may not look. */
  static List<Tally> largeObjects(Conversation conversation) {
    boolean there =
        conversation
            .value(
                "select has_table_privilege('pg_catalog.pg_largeobject', 'select')"
                    + " and exists (select from pg_largeobject_metadata)")
            .startsWith("t");
    return there ? List.of(tally(conversation, "pg_catalog.pg_largeobject", OBJECTS)) : List.of();
  }
}
