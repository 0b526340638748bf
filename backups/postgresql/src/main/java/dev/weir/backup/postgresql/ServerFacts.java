package dev.weir.backup.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.runtime.postgresql.PostgresVersion;
import java.time.Duration;
import java.util.Objects;

/**
 * What a server says of itself.
 *
 * @param version in its own words, such as {@code 15.19}
 * @param user as whom we are logged in
 * @param passwords whether we may read the roles' passwords
 */
record ServerFacts(
    PostgresVersion version,
    String words,
    String user,
    boolean superuser,
    boolean replication,
    boolean passwords,
    boolean recovering,
    String walLevel,
    String archiveMode,
    int walSenders,
    String dataDirectory,
    boolean checksums) {
  private static final String QUESTION =
      """
      select current_setting('server_version'), current_user::text,
        (select rolsuper from pg_roles where rolname = current_user),
        (select rolreplication from pg_roles where rolname = current_user),
        has_table_privilege('pg_catalog.pg_authid', 'select'),
        pg_is_in_recovery(),
        current_setting('wal_level'), current_setting('archive_mode'),
        current_setting('max_wal_senders')::int,
        case when pg_has_role('pg_read_all_settings', 'member')
          then current_setting('data_directory') else '' end,
        current_setting('data_checksums') = 'on'
      """;

  static ServerFacts of(Database database) {
    return database
        .query(Statement.of(QUESTION).timeout(Duration.ofMinutes(1)))
        .first(ServerFacts::of)
        .orElseThrow();
  }

  private static ServerFacts of(Row row) {
    String words = text(row, 0).split(" ")[0];
    return new ServerFacts(
        PostgresVersion.parse(words),
        words,
        text(row, 1),
        row.booleanAt(2),
        row.booleanAt(3),
        row.booleanAt(4),
        row.booleanAt(5),
        text(row, 6),
        text(row, 7),
        row.intAt(8),
        text(row, 9),
        row.booleanAt(10));
  }

  private static String text(Row row, int column) {
    return Objects.requireNonNull(row.text(column));
  }
}
