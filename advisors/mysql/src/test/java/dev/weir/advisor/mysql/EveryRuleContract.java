package dev.weir.advisor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Transaction;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Lately.Growth;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import dev.weir.testing.databases.DatabaseServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule is silent on a healthy server, finds its fault, and is silent when that is mended. What
 * only a restart changes is found on a second server, which was set up carelessly and follows the
 * first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class EveryRuleContract {
  static final Map<String, String> HEALTHY =
      Map.of(
          "performance_schema", "ON",
          "log-bin", "changes",
          "sync-binlog", "1",
          "binlog-format", "row",
          "binlog-expire-logs-seconds", "604800",
          "max-connections", "60");
  static final Map<String, String> CARELESS =
      Map.of(
          "performance_schema", "OFF",
          "bind-address", "0.0.0.0",
          "skip-innodb-doublewrite", "1",
          "innodb-buffer-pool-size", "6M",
          "innodb-flush-method", "fsync");

  private final Function<Map<String, String>, DatabaseServer> servers;
  private final Ward ward;
  private final Set<String> found = new TreeSet<>();

  EveryRuleContract(
      Function<Map<String, String>, DatabaseServer> servers, Map<String, String> healthy) {
    this.servers = servers;
    this.ward = new Ward(servers.apply(healthy));
  }

  @BeforeAll
  void fill() {
    fill(ward);
    ward.run(
        "create table healthy (id bigint primary key auto_increment, name varchar(50), day int,"
            + " index day (day, name))",
        "insert into healthy (name, day) select concat('name', n), n % 90 from numbers",
        "analyze table healthy");
  }

  private static void fill(Ward ward) {
    ward.run("create table numbers (n int primary key)", "insert into numbers values (1)");
    for (int i = 0; i < 14; i++) {
      ward.run("insert into numbers select n + " + (1 << i) + " from numbers");
    }
  }

  @AfterAll
  void close() {
    ward.close();
  }

  static Stream<Fault> faults() {
    return Faults.ALL.stream();
  }

  @Test
  @Order(1)
  void aHealthyServerGetsNoAdvice() {
    assertThat(ward.examine().advice()).isEmpty();
    assertThat(new MysqlAdvisor().examine(Examination.of(ward.owner())).advice()).isEmpty();
  }

  @Test
  @Order(2)
  void whatALoginMayNotSeeIsSeenAfterTheGrantsThatItWasTold() {
    List<NotChecked> before = refused();

    for (NotChecked each : before) {
      Arrays.stream(each.mend().split("; ")).forEach(ward::run);
    }

    assertThat(before)
        .extracting(NotChecked::what)
        .contains(
            "mysql-index-unused",
            "mysql-account-open, mysql-superuser-anywhere",
            "mysql-replica-stopped, mysql-replica-lag");
    ward.reconnect();
    assertThat(refused()).isEmpty();
  }

  private List<NotChecked> refused() {
    return ward.advisor().examine(Examination.of(ward.owner())).notChecked().stream()
        .filter(each -> each.mend().startsWith("GRANT"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Order(3)
  void aFaultIsFoundAndMended(Fault fault) {
    assertThat(ward.advice(fault)).as("before").isEmpty();

    try (Tidying _ = () -> fault.after().accept(ward)) {
      fault.cause().accept(ward);
      findAndMend(fault);
    }
  }

  private interface Tidying extends AutoCloseable {
    @Override
    void close();
  }

  private void findAndMend(Fault fault) {
    Advice advice = ward.awaitAdvice(fault);
    assertThat(advice.evidence()).isNotEmpty();
    assertThat(advice.remedy().commands()).isNotEmpty();

    fault.mending().accept(ward, real(advice));
    ward.awaitHealth(fault);

    if (fault.back()) {
      ward.follow(advice.remedy().undo());
      ward.awaitAdvice(fault);
      ward.follow(advice.remedy().commands());
      ward.awaitHealth(fault);
    }
    found.add(fault.rule());
  }

  /** Advice whose passwords are those of somebody. */
  private static Advice real(Advice advice) {
    String[] commands =
        advice.remedy().commands().stream()
            .map(each -> each.replace("'…'", "'a long one'"))
            .toArray(String[]::new);
    return new Advice(
        advice.rule(),
        advice.object(),
        advice.gain(),
        advice.evidence(),
        advice.text(),
        Remedy.byHand(commands).undoneBy(advice.remedy().undo().toArray(String[]::new)));
  }

  @Test
  @Order(4)
  void aServerThatWasSetUpCarelesslyIsToldAndItsReplicationWatched() {
    try (Ward careless = new Ward(servers.apply(careless()))) {
      assertThat(told(careless))
          .containsExactlyInAnyOrder(
              "mysql-doublewrite-off innodb_doublewrite",
              "mysql-transport-open require_secure_transport",
              "mysql-slow-log-off slow_query_log");
      careless.run("set global slow_query_log = on");
      assertThat(told(careless)).doesNotContain("mysql-slow-log-off slow_query_log");

      readMuch(careless);
      replication(careless);
    }
  }

  /** Settings of the careless server, besides those of all. */
  Map<String, String> careless() {
    return CARELESS;
  }

  final Set<String> told(Ward asked) {
    Findings findings = asked.examine();
    Set<String> told = new TreeSet<>();
    for (Advice each : findings.advice()) {
      assertThat(each.evidence()).isNotEmpty();
      found.add(each.rule().code());
      told.add(each.rule().code() + " " + each.object());
    }
    return told;
  }

  /** Reads a table that is larger than the buffer pool again and again. */
  private void readMuch(Ward careless) {
    fill(careless);
    otherwiseCounted(careless);
    careless.run(
        "create table wide (id int primary key, body char(250))",
        "insert into wide select n, repeat('x', 250) from numbers",
        "insert into wide select n + 20000, repeat('x', 250) from numbers",
        "insert into wide select n + 40000, repeat('x', 250) from numbers",
        "analyze table wide");
    String advice = "mysql-buffer-pool-small innodb_buffer_pool_size";
    await()
        .until(() -> {
          careless.run("select sum(length(body)) from wide");
          return told(careless).contains(advice);
        });
    Advice small =
        careless.examine().advice().stream()
            .filter(each -> each.object().equals("innodb_buffer_pool_size"))
            .findFirst()
            .orElseThrow();
    assertThat(judged(careless, 1e12, 1e6)).as("found in the pool lately").isFalse();
    assertThat(judged(careless, 1e9, 1e9)).as("read from disk lately").isTrue();
    careless.follow(small.remedy().commands());
    await().until(() -> !told(careless).contains(advice));
    careless.run("drop table wide", "drop table numbers");
  }

  /** Whether the buffer pool is told as too small by what was found in it, and read, in a day. */
  private static boolean judged(Ward asked, double hit, double read) {
    Lately day =
        (figure, _) ->
            Optional.of(new Growth(figure.equals("cache.hit") ? hit : read, Duration.ofDays(1)));
    return asked.advisor().examine(Examination.of(asked.database()).knowing(day)).advice().stream()
        .anyMatch(each -> each.rule().equals(MysqlRules.BUFFER_POOL));
  }

  /** Where a server without performance_schema counts by other means. */
  void otherwiseCounted(Ward careless) {}

  /** What the command that names the primary says of the way. */
  abstract String following();

  private void replication(Ward replica) {
    ward.run(
        "reset master",
        "create user copies@'127.0.0.1' identified by 'copies'",
        "grant replication slave on *.* to copies@'127.0.0.1'",
        "create table copied (n int primary key) engine = innodb");
    String primary = "primary 127.0.0.1:" + ward.server().port();
    replica.run(
        "change master to master_host = '127.0.0.1', master_port = %d, master_user = 'copies', master_password = 'copies', master_connect_retry = 1, %s"
            .formatted(ward.server().port(), following()));
    assertThat(told(replica)).contains("mysql-replica-stopped " + primary);
    replica.follow(advice(replica, primary).remedy().commands());
    await().until(() -> !told(replica).contains("mysql-replica-stopped " + primary));

    await().ignoreExceptions().untilAsserted(() -> replica.run("insert into copied values (1)"));
    Transaction holder = replica.open();
    Ward.run(holder, "select * from copied for update");
    ward.run("insert into copied values (2)");
    await().until(() -> told(replica).contains("mysql-replica-lag " + primary));
    assertThat(advice(replica, primary).evidence()).containsKey("seconds behind");
    replica.release();
    await().until(() -> !told(replica).contains("mysql-replica-lag " + primary));

    ward.run("insert into copied values (1)");
    await().until(() -> told(replica).contains("mysql-replica-stopped " + primary));
    assertThat(advice(replica, primary).evidence().get("Last_SQL_Error"))
        .contains("Duplicate entry '…'");
    replica.run("delete from copied where n = 1");
    replica.follow(advice(replica, primary).remedy().commands());
    await().until(() -> !told(replica).contains("mysql-replica-stopped " + primary));
  }

  private static Advice advice(Ward asked, String object) {
    return asked.examine().advice().stream()
        .filter(each -> each.object().equals(object))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(5)
  void everyRuleHasFoundItsFault() {
    assertThat(found).containsAll(ward.advisor().rules().stream().map(Rule::code).toList());
  }

  static Map<String, String> with(Map<String, String> settings, String name, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(name, value);
    return more;
  }
}
