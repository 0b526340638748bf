package dev.weir.backup.postgresql;

import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A tenant's rows as files of a backup: one in COPY's text format for each table, and a script that
 * loads them with psql alone, parents first.
 */
final class TenantFiles {
  static final String LOAD = "load.sql";

  /** One line a table: file, table, columns, as psql takes them. */
  static final String TABLES = "tables.tsv";

  private static final String COLUMNS =
      """
      select coalesce(string_agg(quote_ident(attname), ', ' order by attnum), '')
      from pg_attribute
      where attrelid = :table and attnum > 0 and not attisdropped and attgenerated = ''
      """;

  /** Where the sequences stand, as statements. */
  static final String SEQUENCES = "sequences.sql";

  private static final String LAST =
      """
      select format('SELECT pg_catalog.setval(%L, %s, true);',
        format('%I.%I', schemaname, sequencename), last_value)
      from pg_sequences where last_value is not null order by schemaname, sequencename
      """;

  private final TenantRows rows;
  private final BackupSink sink;
  private final Work work;

  TenantFiles(TenantRows rows, BackupSink sink, Work work) {
    this.rows = rows;
    this.sink = sink;
    this.work = work;
  }

  /** Answers how many bytes of rows there were. */
  long write() throws IOException {
    StringBuilder list = new StringBuilder();
    StringBuilder load = new StringBuilder("-- psql -v ON_ERROR_STOP=1 -1 -f load.sql\n");
    long bytes = 0;
    List<Table> tables = rows.marked();
    for (int i = 0; i < tables.size(); i++) {
      Table table = tables.get(i);
      work.step("Copying the tenant's rows of " + table.plain());
      String file = "data/%04d.copy".formatted(i + 1);
      String columns = rows.session().value(COLUMNS.replace(":table", String.valueOf(table.oid())));
      bytes += copy(table, columns, file);
      list.append(file).append('\t').append(table.quoted()).append('\t').append(columns);
      list.append('\n');
      load.append("\\copy %s (%s) from '%s'\n".formatted(table.quoted(), columns, file));
    }
    StringBuilder sequences = new StringBuilder();
    rows.session().rows(LAST).forEach(row -> sequences.append(row.getFirst()).append('\n'));
    text(SEQUENCES, sequences.toString());
    load.append("\\i ").append(SEQUENCES).append('\n');
    text(TABLES, list.toString());
    text(LOAD, load.toString());
    return bytes;
  }

  private long copy(Table table, String columns, String file) throws IOException {
    OutputStream out = sink.file(file, false);
    String query =
        "SELECT " + columns + " FROM ONLY " + table.quoted() + " t WHERE " + rows.condition(table);
    long bytes = rows.session().copy(query, out);
    out.close();
    work.advance(bytes);
    return bytes;
  }

  private void text(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
