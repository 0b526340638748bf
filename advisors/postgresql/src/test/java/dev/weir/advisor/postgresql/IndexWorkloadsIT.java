package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.advise.Advice;
import dev.weir.testing.databases.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty workloads with known best indexes, and twelve that came later, with hypopg and by a
 * scratch copy.
 */
class IndexWorkloadsIT {
  private static Engine engine;
  private static DebianServer debian;

  @BeforeAll
  static void open() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    debian = new DebianServer();
  }

  @AfterAll
  static void close() {
    engine.close();
    debian.close();
  }

  @Test
  void hypotheticalIndexesFindTheBestOnes() {
    Database database = engine.database(debian.url());
    Clinic.run(database, "create extension if not exists hypopg");

    Score score = score(database, IndexWorkload.TABLES, IndexWorkload.ALL, "hypopg");

    assertThat(score.precision()).as(score.told.toString()).isGreaterThanOrEqualTo(0.9);
    assertThat(score.recall()).as(score.told.toString()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void aScratchCopyFindsTheBestOnes() {
    try (var server = Servers.freshPostgresql15(java.util.Map.of("fsync", "off"))) {
      Score score =
          score(
              engine.database(server.url()),
              IndexWorkload.TABLES,
              IndexWorkload.ALL,
              "a scratch copy");

      assertThat(score.precision()).as(score.told.toString()).isGreaterThanOrEqualTo(0.9);
      assertThat(score.recall()).as(score.told.toString()).isGreaterThanOrEqualTo(0.8);
    }
  }

  @Test
  @Tag("long")
  void workloadsThatCameLaterAreServedToo() {
    Database database = engine.database(debian.url());
    Clinic.run(database, "create extension if not exists hypopg");
    Clinic.run(database, "create extension pg_trgm");

    Score tried = score(database, IndexWorkload.UNSEEN_TABLES, IndexWorkload.UNSEEN, "hypopg");

    assertThat(tried.precision()).as(tried.told.toString()).isGreaterThanOrEqualTo(0.9);
    assertThat(tried.recall()).as(tried.told.toString()).isGreaterThanOrEqualTo(0.8);

    Clinic.run(database, "drop extension hypopg");
    Score copied = score(database, List.of(), IndexWorkload.UNSEEN, "a scratch copy");

    assertThat(copied.precision()).as(copied.told.toString()).isGreaterThanOrEqualTo(0.9);
    assertThat(copied.recall()).as(copied.told.toString()).isGreaterThanOrEqualTo(0.8);
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

  private static Score score(
      Database database, List<String> tables, List<IndexWorkload> workloads, String means) {
    tables.forEach(text -> Clinic.run(database, text));
    Score score = new Score();
    for (IndexWorkload workload : workloads) {
      Report report = new Report();
      new MissingIndexes(new Look(database), report).check(workload.statements(), true);
      List<Advice> advice = report.findings().advice();
      assertThat(advice)
          .allMatch(each ->
              means.equals(each.evidence().get("tried by"))
                  || (each.object().contains("USING gin")
                      && "a scratch copy".equals(each.evidence().get("tried by"))));
      List<String> wanted = new ArrayList<>(workload.best());
      List<String> found = advice.stream().map(Advice::object).toList();
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
        "Index advice by %s: precision %.2f, recall %.2f%s%n",
        means, score.precision(), score.recall(), score.told);
    return score;
  }
}
