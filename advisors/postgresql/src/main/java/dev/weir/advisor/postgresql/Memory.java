package dev.weir.advisor.postgresql;

import dev.weir.advisor.postgresql.Counted.Counts;
import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cache, memory and checkpoints, by what was seen and by the size of the machine. */
final class Memory {
  private static final double ENOUGH_READ = 1L << 30;
  private static final double ENOUGH_FOUND = 0.95;
  private static final double MUCH_TEMP = 1L << 30;
  private static final double MANY_FORCED = 20;
  private static final double SESSION = 5 << 20;

  /** With fewer connections than these an application is not helped. */
  private static final long FEW_CONNECTIONS = 20;

  private static final String HIT = "cache.hit";
  private static final String READ = "cache.read";
  private static final String FILES = "temp.files";
  private static final String WRITTEN = "temp.bytes";
  private static final String TIMED = "checkpoints.timed";
  private static final String FORCED = "checkpoints.requested";

  private final Look look;
  private final Report report;
  private final Counted counted;
  private final long machine;

  Memory(Look look, Report report, Lately lately) {
    this.look = look;
    this.report = report;
    this.counted = new Counted(lately);
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
    double block = Double.parseDouble(look.setting("block_size").value());
    long buffers = look.setting("shared_buffers").bytes();
    long most = machine == 0 ? 4 * buffers : machine / 4;
    if (most < buffers * 1.25) {
      return;
    }
    counted
        .judge(
            Counts.ever(
                Map.of(HIT, pages.hit() * block, READ, pages.read() * block),
                look.server().seconds()),
            counts ->
                counts.of(READ) >= ENOUGH_READ * counts.limits() && found(counts) < ENOUGH_FOUND)
        .ifPresent(counts -> cache(counts, block, pages.size(), buffers, most));
  }

  /** The part of pages that was in the cache. */
  private static double found(Counts counts) {
    return counts.of(HIT) / Math.max(1, counts.of(HIT) + counts.of(READ));
  }

  private void cache(Counts counts, double block, double size, long buffers, long most) {
    long wanted = Math.min(most, Math.max(2 * buffers, (long) (size * 1.1)));
    double read = counts.of(READ) / block;
    report.add(
        new Advice(
            PostgresqlRules.CACHE_HIT,
            "shared_buffers",
            Gain.seconds(read / counts.days() * 50e-6 * 0.5),
            Evidence.of("pages found in the cache, percent", found(counts) * 100)
                .and("pages read from outside", (long) read)
                .and("counted", counts.time())
                .bytes("shared_buffers", buffers)
                .bytes("size of the database", size)
                .and("memory of the machine", machine == 0 ? "unknown" : Evidence.bytes(machine))
                .facts(),
            "Only %.0f %% of pages were found in shared_buffers.".formatted(found(counts) * 100),
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
    // What new sessions have; this one may be older than the last change.
    long now = temp.workMem() > 0 ? temp.workMem() : look.setting("work_mem").bytes();
    counted
        .judge(
            Counts.ever(
                Map.of(FILES, temp.files(), WRITTEN, temp.bytes()), look.server().seconds()),
            counts -> counts.of(WRITTEN) >= MUCH_TEMP * counts.limits() && counts.of(FILES) > 0)
        .ifPresent(counts -> tempFiles(counts, now));
  }

  private void tempFiles(Counts counts, long now) {
    // What was written before a change still counts; files that would fit by now are no reason.
    double needed = 3 * counts.of(WRITTEN) / counts.of(FILES);
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
            Gain.seconds(counts.of(WRITTEN) / counts.days() / 200e6),
            Evidence.of("temporary files", (long) Math.ceil(counts.of(FILES)))
                .bytes("written to them", counts.of(WRITTEN))
                .and("counted", counts.time())
                .bytes("work_mem", now)
                .facts(),
            "Statements wrote " + Evidence.bytes(counts.of(WRITTEN)) + " of temporary files.",
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
    record Seen(double timed, double forced, double seconds) {}
    Seen seen =
        look.rows(counts, row -> new Seen(row.doubleAt(0), row.doubleAt(1), row.doubleAt(2)))
            .getFirst();
    counted
        .judge(
            Counts.ever(Map.of(TIMED, seen.timed(), FORCED, seen.forced()), seen.seconds()),
            all ->
                all.of(FORCED) >= Math.max(1, MANY_FORCED * all.limits())
                    && all.of(FORCED) > all.of(TIMED))
        .ifPresent(this::checkpoints);
  }

  private void checkpoints(Counts counts) {
    long now = look.setting("max_wal_size").bytes();
    double aDay = counts.of(FORCED) / Math.max(counts.seconds() / 86_400, 0.001);
    report.add(
        new Advice(
            PostgresqlRules.CHECKPOINTS,
            "max_wal_size",
            Gain.seconds(Math.min(600, aDay)),
            Evidence.of("forced checkpoints", Math.round(counts.of(FORCED)))
                .and("checkpoints in time", Math.round(counts.of(TIMED)))
                .and("counted", counts.time())
                .bytes("max_wal_size", now)
                .facts(),
            "%.0f of %.0f checkpoints were forced."
                .formatted(counts.of(FORCED), counts.of(FORCED) + counts.of(TIMED)),
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
