package dev.weir.advisor.postgresql;

import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Rule;
import dev.weir.spi.advise.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statements that a database is asked, from the server's own count and from the caller. */
final class Workload {
  /** How often a statement is taken to run a day when nobody counted. */
  private static final double ASSUMED = 1000;

  private static final int MOST = 200;

  private static final String COUNTED =
      """
      select s.query, sum(s.calls)::float8, (sum(s.total_exec_time) / greatest(sum(s.calls), 1) / 1000)::float8,
        (select extract(epoch from now() - i.stats_reset)::float8 from pg_stat_statements_info i)
      from pg_stat_statements s
      where s.dbid = (select oid from pg_database where datname = current_database())
        and s.query ~* '^[(\\s]*(select|with|update|delete|insert|merge)\\y' and s.query not like '%<insufficient privilege>%'
        and s.query not like '/* weir %'
      group by s.query order by sum(s.total_exec_time) desc limit {MOST}\
      """
          .replace("{MOST}", String.valueOf(MOST));

  private final Map<String, Seen> statements = new LinkedHashMap<>();

  static Workload of(Look look, List<Sample> samples, Report report, Rule rule) {
    Workload workload = new Workload();
    for (Sample sample : samples) {
      workload.add(
          new Seen(
              sample.text(),
              sample.calls() > 0 ? sample.calls() : ASSUMED,
              sample.milliseconds() / 1000,
              sample.calls() > 0));
    }
    String mend = mend(look);
    if (mend.isEmpty()) {
      try {
        look.rows(
            COUNTED,
            row -> {
              double days = Math.max(row.doubleAt(3), 3600) / 86_400;
              workload.add(
                  new Seen(Look.text(row, 0), row.doubleAt(1) / days, row.doubleAt(2), true));
              return true;
            });
      } catch (WeirException refused) {
        mend =
            "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements', and start the server"
                + " again";
      }
    }
    if (!mend.isEmpty()) {
      report.add(
          new NotChecked(
              rule.code(),
              "The server does not count its statements"
                  + (samples.isEmpty()
                      ? "; without them nobody knows which indexes are missing."
                      : "; only those that were given were looked at."),
              mend));
    }
    return workload;
  }

  private static String mend(Look look) {
    return Tables.installed(look, "pg_stat_statements")
        ? ""
        : "shared_preload_libraries = 'pg_stat_statements' in postgresql.conf, and CREATE EXTENSION"
            + " pg_stat_statements; or give statements with --statements FILE";
  }

  private void add(Seen seen) {
    statements.putIfAbsent(seen.text().replaceAll("\\s+", " "), seen);
  }

  /** Without those that read nothing but the catalog. */
  List<Seen> statements() {
    return new ArrayList<>(statements.values());
  }
}
