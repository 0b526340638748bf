package dev.weir.advisor.postgresql;

import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.List;

/** Cache, memory and checkpoints, by what was seen and by the size of the machine. */
final class Memory {
  private static final double ENOUGH_READ = 131_072; // a GiB of pages
  private static final double MUCH_TEMP = 1L << 30;
  private static final double SESSION = 5 << 20;

  /** With fewer connections than these an application is not helped. */
  private static final long FEW_CONNECTIONS = 20;

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
            Settings.restart(look, "shared_buffers", (wanted >> 20) + "MB")));
  }

  private void tempFiles() {
    record Temp(double files, double bytes, long workMem) {}
    Temp temp =
        look.rows(
                """
                select d.temp_files::float8, d.temp_bytes::float8,
                  coalesce((select pg_size_bytes(substr(c, 10)) from pg_db_role_setting s, unnest(s.setconfig) c
                    where s.setdatabase = d.datid and s.setrole = 0 and c ~ '^work_mem=[0-9]+ *[kMG]B$'), 0)
                from pg_stat_database d where d.datname = current_database()\
                """,
                row -> new Temp(row.doubleAt(0), row.doubleAt(1), row.longAt(2)))
            .getFirst();
    if (temp.bytes() < MUCH_TEMP || temp.files() < 1) {
      return;
    }
    // What new sessions have; this one may be older than the last change.
    long now = temp.workMem() > 0 ? temp.workMem() : look.setting("work_mem").bytes();
    // What was written before a change still counts; files that would fit by now are no reason.
    double needed = 3 * temp.bytes() / temp.files();
    long most = machine == 0 ? 64L << 20 : Math.max(now, machine / 4 / connections());
    long wanted = (long) Math.min(most, Math.min(needed, 16.0 * now));
    if (wanted < now * 1.5 || wanted < 1 << 20) {
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
    double buffers = look.setting("shared_buffers").bytes();
    double each = look.setting("work_mem").bytes() + SESSION;
    double promised = buffers + connections() * each;
    if (machine == 0 || promised < machine) {
      return;
    }
    double forSessions = machine * 0.75 - buffers;
    long fewer = (long) (forSessions / each);
    boolean enough = fewer >= FEW_CONNECTIONS;
    long smaller = (long) Math.max(64, (forSessions / connections() - SESSION) / 1024);
    report.add(
        new Advice(
            PostgresqlRules.MEMORY_OVERCOMMITTED,
            enough ? "max_connections" : "work_mem",
            Gain.risk(200),
            Evidence.of("max_connections", connections())
                .bytes("work_mem", look.setting("work_mem").bytes())
                .bytes("shared_buffers", buffers)
                .bytes("promised in all", promised)
                .bytes("memory of the machine", machine)
                .facts(),
            "With all connections at work the server may take "
                + Evidence.bytes(promised)
                + " of "
                + Evidence.bytes(machine)
                + ".",
            enough
                ? Settings.restart(look, "max_connections", String.valueOf(fewer))
                : Settings.change(look, "work_mem", smaller + "kB")));
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
            beginAnew(Settings.change(look, "max_wal_size", (2 * now >> 20) + "MB"))));
  }

  /** What was counted before speaks of the old limit, and would ask for more and more. */
  private Remedy beginAnew(Remedy change) {
    List<String> commands = new ArrayList<>(change.commands());
    commands.add(
        "SELECT pg_stat_reset_shared('%s')"
            .formatted(look.server().since(17) ? "checkpointer" : "bgwriter"));
    return new Remedy(commands, change.undo(), change.applicable(), null);
  }
}
