package dev.weir.advisor.postgresql;

import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.List;

/** Cache, memory and checkpoints, by what was seen and by the size of the machine. */
final class Memory {
  private static final double ENOUGH_READ = 131_072; // a GiB of pages
  private static final double MUCH_TEMP = 1L << 30;

  private final Look look;
  private final Report report;
  private final long machine;

  Memory(Look look, Report report) {
    this.look = look;
    this.report = report;
    this.machine = machine();
  }

  void check() {
    cache();
    tempFiles();
    overcommitted();
    checkpoints();
  }

  /** Bytes of memory that the server's machine has; 0 where that cannot be told. */
  private long machine() {
    try {
      return look.rows(
              "select (regexp_match(pg_read_file('/proc/meminfo', 0, 4096), 'MemTotal: +([0-9]+)"
                  + " kB'))[1]::bigint * 1024",
              row -> row.longAt(0))
          .getFirst();
    } catch (WeirException refused) {
      report.skip(
          "The size of the server's memory cannot be read.",
          "GRANT pg_read_server_files TO "
              + Names.quote(look.server().login())
              + "; GRANT EXECUTE ON FUNCTION pg_read_file(text, bigint, bigint) TO "
              + Names.quote(look.server().login()),
          PostgresqlRules.MEMORY_OVERCOMMITTED);
      return 0;
    }
  }

  private void cache() {
    record Pages(double hit, double read, double size) {}
    Pages pages =
        look.rows(
                """
                select blks_hit::float8, blks_read::float8, pg_database_size(datname)::float8
                from pg_stat_database where datname = current_database()\
                """,
                row -> new Pages(row.doubleAt(0), row.doubleAt(1), row.doubleAt(2)))
            .getFirst();
    double share = pages.hit() / Math.max(1, pages.hit() + pages.read());
    long buffers = look.setting("shared_buffers").bytes();
    long most = machine == 0 ? 4 * buffers : machine / 4;
    if (pages.read() < ENOUGH_READ || share >= 0.95 || most < buffers * 1.25) {
      return;
    }
    long wanted = Math.min(most, Math.max(2 * buffers, (long) (pages.size() * 1.1)));
    report.add(
        new Advice(
            PostgresqlRules.CACHE_HIT,
            "shared_buffers",
            Gain.seconds(pages.read() / look.server().days() * 50e-6 * 0.5),
            Evidence.of("pages found in the cache, percent", share * 100)
                .and("pages read from outside", (long) pages.read())
                .bytes("shared_buffers", buffers)
                .bytes("size of the database", pages.size())
                .and("memory of the machine", machine == 0 ? "unknown" : Evidence.bytes(machine))
                .facts(),
            "Only %.0f %% of pages were found in shared_buffers.".formatted(share * 100),
            Settings.restart("shared_buffers", (wanted >> 20) + "MB")));
  }

  private void tempFiles() {
    record Temp(double files, double bytes) {}
    Temp temp =
        look.rows(
                "select temp_files::float8, temp_bytes::float8 from pg_stat_database where datname"
                    + " = current_database()",
                row -> new Temp(row.doubleAt(0), row.doubleAt(1)))
            .getFirst();
    if (temp.bytes() < MUCH_TEMP || temp.files() < 1) {
      return;
    }
    long now = look.setting("work_mem").bytes();
    double needed = 3 * temp.bytes() / temp.files();
    long most = machine == 0 ? 64L << 20 : Math.max(now, machine / 4 / connections());
    long wanted = (long) Math.min(most, Math.max(2 * now, Math.min(needed, 16.0 * now)));
    if (wanted < now * 1.5) {
      return;
    }
    String database = Names.quote(look.server().database());
    report.add(
        new Advice(
            PostgresqlRules.TEMP_FILES,
            "work_mem",
            Gain.seconds(temp.bytes() / look.server().days() / 200e6),
            Evidence.of("temporary files", (long) temp.files())
                .bytes("written to them", temp.bytes())
                .bytes("work_mem", now)
                .facts(),
            "Statements wrote " + Evidence.bytes(temp.bytes()) + " of temporary files.",
            Remedy.of(
                List.of(
                    "ALTER DATABASE " + database + " SET work_mem = '" + (wanted >> 20) + "MB'"),
                List.of("ALTER DATABASE " + database + " RESET work_mem"))));
  }

  private long connections() {
    return Long.parseLong(look.setting("max_connections").value());
  }

  private void overcommitted() {
    double promised =
        look.setting("shared_buffers").bytes()
            + (double) connections() * (look.setting("work_mem").bytes() + (5 << 20));
    if (machine == 0 || promised < machine) {
      return;
    }
    long fewer =
        Math.max(
            20,
            (long)
                ((machine * 0.75 - look.setting("shared_buffers").bytes())
                    / (look.setting("work_mem").bytes() + (5 << 20))));
    report.add(
        new Advice(
            PostgresqlRules.MEMORY_OVERCOMMITTED,
            "max_connections",
            Gain.risk(200),
            Evidence.of("max_connections", connections())
                .bytes("work_mem", look.setting("work_mem").bytes())
                .bytes("shared_buffers", look.setting("shared_buffers").bytes())
                .bytes("promised in all", promised)
                .bytes("memory of the machine", machine)
                .facts(),
            "With all connections at work the server may take "
                + Evidence.bytes(promised)
                + " of "
                + Evidence.bytes(machine)
                + ".",
            Settings.restart("max_connections", String.valueOf(Math.min(fewer, connections())))));
  }

  private void checkpoints() {
    String counts =
        look.server().since(17)
            ? "select num_timed::float8, num_requested::float8, extract(epoch from now() -"
                + " stats_reset)::float8 from pg_stat_checkpointer"
            : "select checkpoints_timed::float8, checkpoints_req::float8, extract(epoch from now()"
                + " - stats_reset)::float8 from pg_stat_bgwriter";
    record Counts(double timed, double forced, double seconds) {}
    Counts seen =
        look.rows(counts, row -> new Counts(row.doubleAt(0), row.doubleAt(1), row.doubleAt(2)))
            .getFirst();
    if (seen.forced() < 20 || seen.forced() <= seen.timed()) {
      return;
    }
    long now = look.setting("max_wal_size").bytes();
    report.add(
        new Advice(
            PostgresqlRules.CHECKPOINTS,
            "max_wal_size",
            Gain.seconds(Math.min(600, seen.forced() / Math.max(seen.seconds() / 86_400, 0.001))),
            Evidence.of("forced checkpoints", (long) seen.forced())
                .and("checkpoints in time", (long) seen.timed())
                .bytes("max_wal_size", now)
                .facts(),
            "%.0f of %.0f checkpoints were forced."
                .formatted(seen.forced(), seen.forced() + seen.timed()),
            Settings.change(look, "max_wal_size", (2 * now >> 20) + "MB")));
  }
}
