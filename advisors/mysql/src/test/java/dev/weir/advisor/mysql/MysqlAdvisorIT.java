package dev.weir.advisor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MysqlAdvisorIT {
  private static final MysqlAdvisor ADVISOR = new MysqlAdvisor();
  private static DatabaseServer server;
  private static Engine engine;

  @BeforeAll
  static void open() {
    server = Servers.freshMariadb(Map.of());
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  @AfterAll
  static void close() {
    engine.close();
    server.close();
  }

  private static Database database() {
    return engine.database(server.url());
  }

  private static void run(String text) {
    if (database().execute(Statement.of(text)) instanceof Rows rows) {
      rows.close();
    }
  }

  private static List<Advice> advice() {
    return ADVISOR.examine(Examination.of(database())).advice();
  }

  @Test
  void faultsOfMariaDbAreFoundAndMended() {
    run(
        "create table healthy (id bigint primary key auto_increment, name varchar(50), day int,"
            + " index (day, name))");
    assertThat(advice()).isEmpty();
    run("create table `no ``key` (name varchar(50))");
    run("create table old (id int primary key) engine = MyISAM");
    run("create table small (id tinyint unsigned primary key auto_increment) auto_increment = 240");
    run("alter table healthy add index copy (day, name), add index prefix (day)");

    List<Advice> found = advice();

    assertThat(found)
        .extracting(each -> each.rule().code() + " " + each.object())
        .containsExactlyInAnyOrder(
            "mysql-primary-key-missing `no ``key`",
            "mysql-engine-not-transactional `old`",
            "mysql-auto-increment-near-end `small`.`id`",
            "mysql-index-duplicate `healthy`.`day`",
            "mysql-index-redundant `healthy`.`prefix`");
    for (Advice each : found) {
      ADVISOR.carryOut(database(), each.remedy().commands(), Duration.ofSeconds(5), _ -> {});
    }
    assertThat(advice()).isEmpty();
  }
}
