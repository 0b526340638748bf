package dev.weir.advisor.postgresql;

import static dev.weir.advisor.postgresql.Fault.ofServer;
import static dev.weir.advisor.postgresql.Fault.ofSetting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Transaction;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import java.time.Duration;
import java.util.List;

/** Faults of the server: its settings, doors, memory, sessions and replicas. */
final class ServerFaults {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static final List<Fault> ALL =
      List.of(
          ofServer("replica-lag", "replica ", ServerFaults::replayPaused)
              .mendedWith(
                  (ward, _) -> Clinic.run(ward.follower(), "select pg_wal_replay_resume()")),
          ofServer(
              "slot-inactive",
              "slot left_behind",
              ward -> {
                ward.admin("select pg_create_physical_replication_slot('left_behind', true)");
                writeLog(ward.adminDatabase());
              }),
          ofServer(
              "transaction-long", "session ", ward -> ward.leaveRunning("select pg_sleep(600)")),
          ofServer(
              "transaction-idle",
              "session ",
              ward -> Clinic.run(ward.open(), "select pg_current_xact_id()")),
          ofServer("lock-blocker", "session ", ServerFaults::oneWaits)
              .mendedWith((ward, advice) -> {
                // What is known of tables has to wait, and says so.
                assertThat(ward.examine(true, List.of()).notChecked())
                    .anyMatch(each -> each.what().contains("table-bloated"));
                ward.follow(true, advice.remedy().commands());
              }),
          ofServer("connections-near-limit", "max_connections", ward -> ward.openAll(23))
              .mendedWith((ward, advice) -> {
                // The larger limit waits for the next start; smaller pools help at once.
                assertThat(advice.remedy().commands())
                    .first()
                    .isEqualTo("ALTER SYSTEM SET max_connections = '60'");
                ward.follow(true, advice.remedy().commands().subList(0, 1));
                ward.release();
              })
              .after(ward -> ward.admin("alter system reset max_connections")),
          ofSetting("data-unsafe", "fsync", "off"),
          ofSetting("data-unsafe", "full_page_writes", "off"),
          ofSetting("data-unsafe", "zero_damaged_pages", "on"),
          ofSetting("data-unsafe", "ignore_checksum_failure", "on"),
          ofSetting("commit-asynchronous", "synchronous_commit", "off"),
          ofSetting("password-md5", "password_encryption", "md5"),
          ofSetting("tls-off", "ssl", "off"),
          ofSetting("autovacuum-off", "autovacuum", "off"),
          ofSetting("autovacuum-off", "track_counts", "off"),
          ofServer(
                  "access-trust",
                  "pg_hba.conf: host all nobody 10.9.8.0 255.255.255.0",
                  ward -> {
                    ward.access(lines -> "host all nobody 10.9.8.0/24 trust\n" + lines);
                    ward.admin("select pg_reload_conf()");
                  })
              .mendedWith((ward, advice) -> {
                assertThat(advice.evidence()).containsEntry("line", "1");
                assertThat(advice.remedy().commands().getFirst())
                    .contains("pg_hba.conf")
                    .endsWith("host all nobody 10.9.8.0 255.255.255.0 scram-sha-256");
                ward.access(lines -> lines.replaceFirst("trust", "scram-sha-256"));
                ward.follow(true, advice.remedy().commands());
              }),
          ofServer(
                  "schema-public-create",
                  "schema public",
                  ward -> ward.admin("grant create on schema public to public"))
              .withWayBack(),
          Fault.ofOwner("login-superuser", "login weir")
              .causedBy(ward -> ward.admin("alter role weir superuser"))
              .mendedWith(ServerFaults::anotherLogin),
          ofServer("memory-overcommitted", "max_connections", ward -> promise(ward, 28))
              .after(ward -> {
                ward.admin("alter system reset work_mem", "alter system reset max_connections");
                ward.restart();
              }),
          ofServer("memory-overcommitted", "work_mem", ward -> promise(ward, 10))
              .after(ward -> ward.admin("alter system reset work_mem", "select pg_reload_conf()")),
          ofServer("checkpoints-forced", "max_wal_size", ServerFaults::checkpoints)
              .after(
                  ward -> ward.admin("alter system reset max_wal_size", "select pg_reload_conf()")),
          Fault.ofOwner("work-mem-small", "work_mem")
              .causedBy(ward -> {
                ward.admin("select pg_stat_reset()");
                ward.owner(
                    """
                    do $$ begin for i in 1..210 loop
                      perform (with x as materialized (select repeat('x', 8000) from generate_series(1, 660)) select count(*) from x);
                    end loop; end $$\
                    """);
              }),
          ofServer(
                  "cache-hit-low",
                  "shared_buffers",
                  ward -> {
                    ward.owner(
                        "create table wide (id int primary key, body text) with (fillfactor = 10)",
                        "insert into wide select n, repeat('x', 600) from generate_series(1, 4000)"
                            + " n",
                        "vacuum analyze wide");
                    ward.admin("select pg_stat_reset()");
                    readWide(ward);
                  })
              .mendedWith((ward, advice) -> {
                ward.follow(true, advice.remedy().commands());
                ward.admin("select pg_stat_reset()");
                readWide(ward);
              }),
          ofServer("wraparound", "database weir", ServerFaults::burn)
              .mendedWith((ward, advice) -> {
                assertThat(advice.evidence().get("kept old by")).startsWith("session ");
                ward.release();
                ward.follow(true, advice.remedy().commands());
              }));

  private ServerFaults() {}

  private static void replayPaused(Ward ward) {
    Database standby = ward.standby();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() ->
            ward.adminDatabase()
                .query("select 1 from pg_stat_replication where state = 'streaming'")
                .first(row -> row.intAt(0))
                .isPresent());
    Clinic.run(standby, "select pg_wal_replay_pause()");
    writeLog(ward.adminDatabase());
  }

  private static void writeLog(Database database) {
    for (int i = 0; i < 4; i++) {
      Clinic.run(database, "select pg_logical_emit_message(false, 'x', repeat('x', 1000000))");
    }
  }

  private static void oneWaits(Ward ward) {
    ward.owner("create table door (id int primary key)");
    Transaction root = ward.open();
    Clinic.run(root, "lock table door in access exclusive mode");
    ward.leaveRunning("select count(*) from door");
  }

  /** As many work_mem as fit into the machine. */
  private static void promise(Ward ward, int parts) {
    long kilobytes =
        ward.adminDatabase()
            .query(
                "select (regexp_match(pg_read_file('/proc/meminfo', 0, 4096), 'MemTotal: +([0-9]+)"
                    + " kB'))[1]::bigint")
            .first(row -> row.longAt(0))
            .orElseThrow();
    ward.admin(
        "alter system set work_mem = '" + kilobytes / parts + "kB'", "select pg_reload_conf()");
  }

  private static void anotherLogin(Ward ward, Advice advice) {
    ward.follow(false, advice.remedy().commands());
    Database app = ward.as("app", "…");
    assertThat(ward.advisor().examine(Examination.of(app)).advice())
        .noneMatch(each -> each.rule().code().equals("login-superuser"));
    ward.follow(true, advice.remedy().undo());
    ward.admin("alter role weir nosuperuser");
  }

  /** Fills the log twenty-five times beyond its limit. */
  private static void checkpoints(Ward ward) {
    boolean own =
        ward.adminDatabase()
            .query("select current_setting('server_version_num')::int >= 170000")
            .first(row -> row.booleanAt(0))
            .orElseThrow();
    ward.admin(
        "alter system set max_wal_size = '32MB'",
        "select pg_reload_conf()",
        "select pg_stat_reset_shared('" + (own ? "checkpointer" : "bgwriter") + "')");
    String forced =
        own
            ? "select num_requested from pg_stat_checkpointer"
            : "select checkpoints_req from pg_stat_bgwriter";
    await()
        .atMost(PATIENCE)
        .until(() -> {
          ward.admin("select pg_logical_emit_message(false, 'x', 'x')", "select pg_switch_wal()");
          return ward.adminDatabase().query(forced).first(row -> row.longAt(0)).orElseThrow() >= 25;
        });
  }

  /** Reads a row of each page, so that each is read from outside when the cache is too small. */
  private static void readWide(Ward ward) {
    ward.owner(
        """
        do $$ begin
          perform set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true);
          for i in 1..45 loop perform sum(length(body)) from wide where id > 0; end loop;
        end $$\
        """);
  }

  /** Uses up transaction numbers while a transaction is open that keeps the oldest. */
  private static void burn(Ward ward) {
    Clinic.run(ward.open(), "select pg_current_xact_id()");
    ward.owner(
        """
        do $$ begin
          for i in 1..320000 loop perform pg_current_xact_id(), set_config('synchronous_commit', 'off', true); commit; end loop;
        end $$\
        """);
  }
}
