package dev.weir.advisor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Looking;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Sample;
import dev.weir.testing.databases.DatabaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Workloads with known best indexes, tried on scratch copies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IndexWorkloadsContract {
  static final Map<String, String> COUNTING =
      Map.of(
          "performance_schema",
          "ON",
          "innodb-flush-log-at-trx-commit",
          "0",
          "sync-binlog",
          "0",
          "ssl",
          "0");

  private static final Sample BY_REF = new Sample("select * from orders where ref = 'r7'", 9000, 0);

  private final Ward ward;

  IndexWorkloadsContract(DatabaseServer server) {
    this.ward = new Ward(server);
  }

  @BeforeAll
  void fill() {
    ward.run("create table numbers (n int primary key)", "insert into numbers values (1)");
    for (int i = 0; i < 15; i++) {
      ward.run("insert into numbers select n + " + (1 << i) + " from numbers");
    }
    IndexWorkload.TABLES.forEach(ward::run);
  }

  @AfterAll
  void close() {
    ward.close();
  }

  /** What was advised, and what should have been. */
  private static final class Score {
    private final StringBuilder told = new StringBuilder();
    private int advised;
    private int wanted;
    private int right;

    double precision() {
      return (double) right / advised;
    }

    double recall() {
      return (double) right / wanted;
    }
  }

  @Test
  void theBestIndexesAreFound() {
    Score score = new Score();
    for (IndexWorkload workload : IndexWorkload.ALL) {
      List<String> wanted = new ArrayList<>(workload.best());
      List<String> found = missing(examine(workload.statements()));
      score.wanted += wanted.size();
      score.advised += found.size();
      for (String each : found) {
        if (wanted.removeIf(best -> Arrays.asList(best.split("\\|")).contains(each))) {
          score.right++;
        } else {
          score.told.append("\n%s: needless %s".formatted(workload.name(), each));
        }
      }
      wanted.forEach(
          each -> score.told.append("\n%s: missing %s".formatted(workload.name(), each)));
    }
    System.out.printf(
        "Index advice: precision %.2f, recall %.2f%s%n",
        score.precision(), score.recall(), score.told);
    assertThat(score.precision()).as(score.told.toString()).isGreaterThanOrEqualTo(0.9);
    assertThat(score.recall()).as(score.told.toString()).isGreaterThanOrEqualTo(0.8);
  }

  /** Statements alone: what the server has counted is asked in another test. */
  private List<Advice> examine(List<Sample> samples) {
    Report report = new Report();
    Database database = ward.owner();
    Facts facts = Facts.of(database);
    Looking.ADVISE.quietly(() -> {
      new MissingIndexes(database, facts, true, report)
          .check(new Statements(database, facts).given(samples));
      return report;
    });
    assertThat(report.findings().notChecked()).isEmpty();
    assertThat(report.findings().advice())
        .allMatch(each -> "a scratch copy".equals(each.evidence().get("tried on")))
        .allMatch(each -> each.evidence().containsKey("size of the index, about"));
    return report.findings().advice();
  }

  private static List<String> missing(List<Advice> advice) {
    return advice.stream()
        .filter(each -> each.rule().equals(MysqlRules.MISSING))
        .map(Advice::object)
        .toList();
  }

  @Test
  void anIndexIsBuiltWhileOthersWriteAndTakenBackWhole() {
    Advice found = examine(List.of(BY_REF)).getFirst();
    List<String> steps = new ArrayList<>();
    Transaction writer = ward.owner().begin(TransactionOptions.DEFAULT);
    Ward.run(writer, "update orders set total = 1 where id = 1");
    Thread builder =
        Thread.ofVirtual()
            .start(() ->
                ward.advisor()
                    .carryOut(
                        ward.owner(),
                        found.remedy().commands(),
                        Duration.ofSeconds(4),
                        step -> {
                          synchronized (steps) {
                            steps.add(step);
                          }
                        }));
    await()
        .until(() -> {
          synchronized (steps) {
            return steps.contains("Somebody holds a lock on it; trying again.");
          }
        });
    writer.close();
    await().until(() -> !builder.isAlive());
    Set<String> indexes = indexes();

    ward.advisor().carryOut(ward.owner(), found.remedy().undo(), Duration.ofSeconds(30), _ -> {});

    assertThat(found.object()).isEqualTo("`orders` (`ref`)");
    assertThat(indexes).contains("ref_idx");
    assertThat(indexes()).doesNotContain("ref_idx");
    assertThat(ward.advisor().measure(ward.owner(), found.statements())).hasSize(1);
  }

  private Set<String> indexes() {
    return Set.copyOf(Indexes.of(ward.owner()).stream().map(Indexes.Index::name).toList());
  }

  @Test
  void statementsThatOthersRunAreCountedByTheServerAndTriedWithValuesOfTheTables() {
    ward.run("grant select on performance_schema.* to weir@'%'");

    await()
        .until(() -> {
          ward.runAsText(
              200,
              "select sum(total) from orders where note = 'n77'",
              "select * from order_lines where quantity >= 0 and product_id + 0 = 7",
              "select * from customers where name like '%abc%' limit 5");
          return !counted().isEmpty();
        });

    assertThat(counted()).containsExactly("`orders` (`note`)");
  }

  private List<String> counted() {
    Examination asked = Examination.of(ward.owner());
    return missing(Looking.ADVISE.quietly(() -> ward.advisor().examine(asked)).advice());
  }

  @Test
  void nothingIsTriedWhereNoCopyIsAllowed() {
    Examination asked = Examination.of(ward.owner()).with(List.of(BY_REF)).withoutScratch();

    Findings findings = ward.advisor().examine(asked);

    assertThat(missing(findings.advice())).isEmpty();
    assertThat(findings.notChecked())
        .filteredOn(each -> each.what().equals("mysql-index-missing"))
        .extracting(NotChecked::mend)
        .anyMatch(each -> each.contains("--no-scratch"));
  }
}
