package dev.weir.advisor.mysql;

import static dev.weir.advisor.mysql.Fault.of;
import static dev.weir.advisor.mysql.Fault.ofSetting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;

/** Faults that a running server can be given; MariaDB and MySQL the same. */
final class Faults {
  static final List<Fault> ALL =
      List.of(
          of(
              "mysql-primary-key-missing",
              "`no ``key`",
              "create table `no ``key` (name varchar(50))"),
          of(
              "mysql-engine-not-transactional",
              "`old`",
              "create table old (id int primary key) engine = MyISAM"),
          of(
                  "mysql-index-duplicate",
                  "`healthy`.`day`",
                  "alter table healthy add index copy (day, name)")
              .withWayBack()
              .after("alter table healthy rename index copy to day"),
          of(
                  "mysql-index-redundant",
                  "`healthy`.`prefix`",
                  "alter table healthy add index prefix (day)")
              .withWayBack(),
          of("mysql-index-missing", "`visits` (`token`)", Faults::missingIndex)
              .withWayBack()
              .after("drop table visits"),
          of("mysql-index-unused", "`stays`.`by_colour`", Faults::unusedIndex)
              .mendedWith((ward, advice) -> {
                // What the server has counted goes with each change of the table.
                ward.follow(advice.remedy().commands());
                assertThat(columns(ward)).isEmpty();
                ward.follow(advice.remedy().undo());
                assertThat(columns(ward)).containsExactly("colour 10");
                ward.follow(advice.remedy().commands());
              }),
          of(
              "mysql-auto-increment-near-end",
              "`small`.`id`",
              "create table small (id tinyint unsigned primary key auto_increment) auto_increment ="
                  + " 240"),
          of("mysql-table-fragmented", "`holes`", Faults::fragmented),
          of("mysql-type-wasteful", "`padded`.`code`", Faults::padded).withWayBack(),
          of(
              "mysql-utf8mb3",
              "`narrow`",
              "create table narrow (id int primary key, name text) charset utf8"),
          ofSetting("mysql-commit-unsafe", "innodb_flush_log_at_trx_commit", "2"),
          ofSetting("mysql-commit-unsafe", "sync_binlog", "0"),
          ofSetting("mysql-sql-mode-not-strict", "sql_mode", "'NO_ENGINE_SUBSTITUTION'"),
          ofSetting("mysql-binlog-kept-forever", "binlog_expire_logs_seconds", "0"),
          of("mysql-connections-near-limit", "max_connections", Faults::crowded)
              .after("set global max_connections = 60"),
          of(
              "mysql-account-open",
              "'careless'@'localhost'",
              "create user careless@localhost identified by ''"),
          of("mysql-account-open", "''@'localhost'", "create user ''@localhost identified by 'x'"),
          of(
                  "mysql-superuser-anywhere",
                  "'mighty'@'%'",
                  "create user mighty@'%' identified by 'mighty'",
                  "grant all privileges on *.* to mighty@'%'")
              .withWayBack()
              .after("drop user mighty@localhost"),
          of("mysql-temporary-tables-on-disk", "tmp_table_size", Faults::onDisk)
              .after("set global tmp_table_size = 33554432"));

  private Faults() {}

  private static void missingIndex(Ward ward) {
    ward.run(
        "create table visits (id int primary key, token varchar(40), day int)",
        "insert into visits select n, concat('t', n), n % 90 from numbers",
        "insert into visits select n + 20000, concat('u', n), n % 90 from numbers",
        "insert into visits select n + 40000, concat('v', n), n % 90 from numbers",
        "analyze table visits");
    await()
        .until(() -> {
          ward.runAsText(200, "select sum(day) from visits where token = 't77'");
          return ward.examine().advice().stream()
              .anyMatch(each -> each.rule().equals(MysqlRules.MISSING));
        });
  }

  private static List<String> columns(Ward ward) {
    return ward.database()
        .query(
            "select column_name, sub_part from information_schema.statistics where table_schema ="
                + " database() and index_name = 'by_colour'")
        .list(row -> row.text(0) + " " + row.text(1));
  }

  private static void unusedIndex(Ward ward) {
    ward.run(
        "create table rooms (id int primary key)",
        "insert into rooms select n from numbers where n <= 10",
        "create table stays (id int primary key, room int, colour varchar(20), index by_room"
            + " (room), index by_colour (colour(10)), foreign key (room) references rooms (id))",
        "insert into stays select n, n % 10 + 1, concat('c', n) from numbers where n <= 5000",
        "analyze table stays");
    for (int i = 0; i < 120; i++) {
      ward.run("select room from stays where id = " + i);
    }
  }

  private static void fragmented(Ward ward) {
    ward.run(
        "create table holes (id int primary key, body varchar(1000))",
        "insert into holes select n, repeat('x', 900) from numbers",
        "delete from holes where id > 500",
        "analyze table holes");
  }

  private static void padded(Ward ward) {
    ward.run(
        "create table padded (id int primary key, code char(40) not null)",
        "insert into padded select n, concat('c', n) from numbers",
        "analyze table padded");
  }

  /** As many sessions as are there, and one more, are all that may be. */
  private static void crowded(Ward ward) {
    long limit = Math.max(10, connected(ward) + 1);
    ward.run("set global max_connections = " + limit);
    while (connected(ward) < 0.85 * limit) {
      ward.open();
    }
  }

  private static long connected(Ward ward) {
    return ward.database()
        .query("show global status like 'Threads_connected'")
        .first(row -> Long.parseLong(String.valueOf(row.text(1))))
        .orElseThrow();
  }

  private static void onDisk(Ward ward) {
    ward.runAsText(
        30,
        "set session tmp_table_size = 16384",
        "select count(*) from (select n, repeat('x', 200) as body from numbers group by n, body"
            + " limit 5000) s");
    ward.run("set global tmp_table_size = 16384");
  }
}
