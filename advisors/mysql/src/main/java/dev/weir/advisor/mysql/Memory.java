package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Lately.Growth;
import dev.weir.spi.advise.Remedy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the server has the memory that its tables and statements want. */
final class Memory {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration ENOUGH = Duration.ofMinutes(30);
  private static final double SHARE = 0.95;
  private static final double SECONDS_OF_READ = 50e-6;
  private static final double SECONDS_OF_TABLE = 5e-3;

  private static final String ON_DISK =
      """
      select digest_text, sum_created_tmp_disk_tables, sum_created_tmp_tables, count_star
      from performance_schema.events_statements_summary_by_digest
      where schema_name = database() and sum_created_tmp_disk_tables >= ?
        and sum_created_tmp_disk_tables >= sum_created_tmp_tables / 4
        and digest_text not like '%information_schema%' and digest_text not like '%performance_schema%'
        and digest_text like 'SELECT%'
      order by sum_created_tmp_disk_tables desc limit 1\
      """;

  private final Database database;
  private final Facts facts;
  private final Limits limits;
  private final Report report;

  Memory(Database database, Facts facts, Limits limits, Report report) {
    this.database = database;
    this.facts = facts;
    this.limits = limits;
    this.report = report;
  }

  /**
   * What the buffer pool was asked for, in bytes.
   *
   * @param limit how much of what calls for advice in a day does so in this time
   */
  private record Asked(double read, double all, double days, double limit, String time) {
    double share() {
      return Math.max(0, 1 - read / Math.max(1, all));
    }
  }

  /** In the last day, where somebody kept that for half an hour; else since the server began. */
  private Asked asked(Lately lately) {
    Optional<Growth> read = lately.growth("cache.read", DAY).filter(this::enough);
    Optional<Growth> hit = lately.growth("cache.hit", DAY).filter(this::enough);
    if (read.isPresent() && hit.isPresent()) {
      double bytes = read.get().amount();
      double part = read.get().over().toSeconds() / (double) DAY.toSeconds();
      return new Asked(bytes, bytes + hit.get().amount(), 1, part, "lately");
    }
    double page = facts.number("innodb_page_size");
    // What is read ahead is read from disk too.
    double reads =
        facts.counted("innodb_buffer_pool_reads") + facts.counted("innodb_buffer_pool_read_ahead");
    double requests = facts.counted("innodb_buffer_pool_read_requests");
    return new Asked(reads * page, requests * page, facts.days(), 1, "since the start");
  }

  private boolean enough(Growth growth) {
    return growth.over().compareTo(ENOUGH) >= 0;
  }

  void bufferPool(Lately lately) {
    Asked asked = asked(lately);
    double pool = facts.number("innodb_buffer_pool_size");
    if (asked.read() < limits.readFromDisk() * asked.limit() || asked.share() >= SHARE) {
      return;
    }
    double data = data();
    if (pool >= data) {
      return;
    }
    String set = "SET GLOBAL innodb_buffer_pool_size = ";
    report.add(
        new Advice(
            MysqlRules.BUFFER_POOL,
            "innodb_buffer_pool_size",
            Gain.seconds(
                asked.read() / facts.number("innodb_page_size") / asked.days() * SECONDS_OF_READ),
            Evidence.of("pages found in the pool, percent", asked.share() * 100)
                .bytes("read from disk " + asked.time(), asked.read())
                .bytes("innodb_buffer_pool_size", pool)
                .bytes("size of all tables", data)
                .facts(),
            "Only %.0f %% of pages were found in the buffer pool.".formatted(asked.share() * 100),
            Remedy.byHand(
                    set + (long) Math.max(2 * pool, data * 1.2),
                    "-- and in the server's file of settings; the machine must have that memory")
                .undoneBy(set + (long) pool)));
  }

  /** Of all tables that the login may see. */
  private double data() {
    return database
        .query(
            "select coalesce(sum(data_length + index_length), 0) from information_schema.tables"
                + " where engine = 'InnoDB'")
        .first(row -> row.doubleAt(0))
        .orElse(0.0);
  }

  void temporaryTables() {
    database
        .query(ON_DISK, limits.onDisk())
        .first(row -> onDisk(Facts.text(row, 0), row.doubleAt(1), row.doubleAt(2), row.doubleAt(3)))
        .ifPresent(report::add);
  }

  /** Where MySQL keeps temporary tables in its newer engine, that has a limit of its own. */
  private Advice onDisk(String statement, double disk, double all, double calls) {
    boolean newer = facts.setting("internal_tmp_mem_storage_engine").equals("TempTable");
    List<String> limits =
        newer ? List.of("temptable_max_ram") : List.of("tmp_table_size", "max_heap_table_size");
    double now = limits.stream().mapToDouble(facts::number).min().orElse(0);
    long more = (long) Math.max(2 * now, 32 << 20);
    List<String> commands = new ArrayList<>();
    limits.forEach(each -> commands.add("SET GLOBAL " + each + " = " + more));
    commands.add("-- and in the server's file of settings; then count anew:");
    commands.add("TRUNCATE TABLE performance_schema.events_statements_summary_by_digest");
    return new Advice(
        MysqlRules.TMP_ON_DISK,
        limits.getFirst(),
        Gain.seconds(disk / facts.days() * SECONDS_OF_TABLE),
        Evidence.of("temporary tables on disk", (long) disk)
            .and("of", (long) all)
            .and("runs of the statement", (long) calls)
            .bytes(limits.getFirst(), now)
            .and("statement", statement)
            .facts(),
        "A statement has made %.0f temporary tables on disk since the server began."
            .formatted(disk),
        Remedy.byHand(commands.toArray(String[]::new))
            .undoneBy(
                limits.stream()
                    .map(each -> "SET GLOBAL " + each + " = " + facts.setting(each))
                    .toArray(String[]::new)));
  }
}
