package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.NotChecked;
import dev.weir.spi.Understanding;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pg_stat_statements has summed up, by Weir's fingerprint. */
final class StatementsReading {
  private static final String EXTENSION =
      """
      select quote_ident(n.nspname), e.extversion, pg_postmaster_start_time()::text
      from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
      where e.extname = 'pg_stat_statements'\
      """;

  private final Look look;
  private final Map<String, StatementFigures> byFingerprint = new LinkedHashMap<>();
  private long hidden;

  private StatementsReading(Look look) {
    this.look = look;
  }

  /** Where the extension is, and what its version has. */
  private record Extension(String schema, int minor, String started) {
    static Extension of(Row row) {
      String[] version = Cells.text(row, 1).split("\\.");
      return new Extension(Cells.text(row, 0), Integer.parseInt(version[1]), Cells.text(row, 2));
    }

    String text() {
      String time = minor >= 8 ? "total_exec_time" : "total_time";
      String slowest = minor >= 8 ? "max_exec_time" : "max_time";
      String io =
          minor >= 11
              ? "shared_blk_read_time + shared_blk_write_time"
              : "blk_read_time + blk_write_time";
      return """
      select s.query, s.calls, s.%1$s / 1000, s.%2$s / 1000, s.rows,
        s.shared_blks_read * b.size, s.shared_blks_hit * b.size, s.temp_blks_written * b.size,
        (%3$s) / 1000, %4$s
      from %5$s.pg_stat_statements s, (select current_setting('block_size')::bigint as size) b
      where s.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
        and s.query not like '/* weir %%'
      order by s.%1$s desc limit ?\
      """
          .formatted(time, slowest, io, epoch(), schema);
    }

    private String epoch() {
      return minor >= 9
          ? "(select stats_reset::text from " + schema + ".pg_stat_statements_info)"
          : "'since ever'";
    }
  }

  static Reading<StatementFigures> read(Look look) {
    List<Extension> found = look.rows(EXTENSION, Extension::of);
    return found.isEmpty() ? absent(look) : new StatementsReading(look).read(found.getFirst());
  }

  private Reading<StatementFigures> read(Extension extension) {
    look.rows(extension.text(), this::add, look.limit());
    List<StatementFigures> all = new ArrayList<>(byFingerprint.values());
    all.sort(Comparator.comparingDouble(StatementFigures::seconds).reversed());
    List<NotChecked> gaps =
        hidden == 0
            ? List.of()
            : Privileges.gaps(
                look, "statements", "the texts of " + hidden + " statements of other roles");
    return Reading.of(all, gaps);
  }

  private boolean add(Row row) {
    String query = row.text(0);
    if (query == null || query.equals("<insufficient privilege>")) {
      hidden++;
      return false;
    }
    Understanding understanding = look.understand(query);
    StatementFigures one =
        new StatementFigures(
            understanding.fingerprint(),
            look.redacted(query, understanding),
            row.longAt(1),
            row.doubleAt(2),
            row.doubleAt(3),
            row.longAt(4),
            row.longAt(5),
            row.longAt(6),
            row.longAt(7),
            row.doubleAt(8),
            Cells.text(row, 9));
    byFingerprint.merge(one.fingerprint(), one, StatementFigures::plus);
    return true;
  }

  /** It is looked for among the loaded libraries only where the role may see them. */
  private static Reading<StatementFigures> absent(Look look) {
    @Nullable String libraries =
        look.rows(
                "select max(setting) from pg_catalog.pg_settings where name ="
                    + " 'shared_preload_libraries'",
                row -> Cells.text(row, 0))
            .getFirst();
    boolean loaded = libraries.contains("pg_stat_statements");
    return Reading.unseen(
        new NotChecked(
            "statements",
            "The extension pg_stat_statements is not in this database.",
            loaded
                ? "CREATE EXTENSION pg_stat_statements"
                : "Put pg_stat_statements into shared_preload_libraries, restart, then CREATE"
                    + " EXTENSION pg_stat_statements"));
  }
}
