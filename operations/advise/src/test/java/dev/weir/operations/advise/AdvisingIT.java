package dev.weir.operations.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.Looking;
import dev.weir.operations.advise.Applied.Outcome;
import dev.weir.operations.advise.Journal.State;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import dev.weir.spi.advise.Sample;
import dev.weir.spi.advise.Severity;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Advice carried out on a server that is disturbed on purpose. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdvisingIT {
  private static final Sample BY_REF =
      new Sample("select * from public.\"Big Orders\" where \"the ref\" = 'r4711'", 5000, 0);

  @TempDir private static Path folder;
  private static DatabaseServer server;
  private static Engine engine;
  private static Advising advising;
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void open() {
    server =
        Servers.freshPostgresql15(
            Map.of("fsync", "off", "jit", "off", "shared_preload_libraries", "pg_stat_statements"));
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    advising =
        new Advising(
            Advisors.installed(),
            new FileJournal(folder.resolve("advice.jsonl")),
            Duration.ofSeconds(1));
    run(
        "create table \"Big Orders\" (id int primary key, \"the ref\" text not null, amount"
            + " numeric)");
    run("insert into \"Big Orders\" select n, 'r' || n, n from generate_series(1, 300000) n");
    run("vacuum analyze \"Big Orders\"");
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
    if (database().execute(Statement.of(text).timeout(Duration.ofMinutes(2)))
        instanceof Rows rows) {
      rows.close();
    }
  }

  private Advice missing() {
    return advising.examine(database(), List.of(BY_REF), true).advice().stream()
        .filter(each -> each.rule().code().equals("index-missing"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> indexes() {
    return database()
        .query(
            "select i.relname || case when x.indisvalid then '' else ' invalid' end from pg_index x"
                + " join pg_class i on i.oid = x.indexrelid where x.indrelid = '\"Big"
                + " Orders\"'::regclass and not x.indisprimary")
        .list(row -> String.valueOf(row.text(0)));
  }

  @Test
  @Order(0)
  void whatAnExaminationAsksIsToldApartFromWhatCallersAsk() {
    String admin = server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
    Database seenByAll = engine.database(admin);
    seenByAll.update("create extension pg_stat_statements");
    seenByAll.query("select pg_stat_statements_reset()").close();
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean listening = new AtomicBoolean(true);
    engine.listen((request, _, _, _) -> {
      if (listening.get() && !Looking.is(request)) {
        asked.add(request.normalized());
      }
    });

    advising.examine(database(), List.of(BY_REF), true);
    listening.set(false);
    // What the driver asks by itself, of types, has no mark.
    List<String> counted =
        seenByAll
            .query(
                "select query from pg_stat_statements where query not like '/* weir %' and query"
                    + " !~* '^(begin|commit|rollback|set |show |savepoint|release|select"
                    + " pg_stat_statements_reset)' and query not like '%pg_catalog.pg_type%'")
            .list(row -> String.valueOf(row.text(0)));
    long marked =
        seenByAll
            .query("select count(*) from pg_stat_statements where query like '/* weir advise */%'")
            .list(row -> row.longAt(0))
            .getFirst();
    seenByAll.update("drop extension pg_stat_statements");

    assertThat(asked).isEmpty();
    assertThat(counted).isEmpty();
    assertThat(marked).isGreaterThan(10);
  }

  @Test
  @Order(1)
  void aDryRunMeasuresAndChangesNothing() {
    Applied planned = advising.apply(database(), missing().id(), List.of(BY_REF), true, steps::add);

    assertThat(planned.outcome()).isEqualTo(Outcome.PLANNED);
    assertThat(planned.before().getFirst().milliseconds()).isPositive();
    assertThat(indexes()).isEmpty();
    assertThat(advising.history(database())).isEmpty();
  }

  @Test
  @Order(2)
  void aBuildThatWaitsForALockTooLongMakesWayAndLeavesNothing() {
    String id = missing().id();
    try (Transaction holder = database().begin(TransactionOptions.DEFAULT)) {
      holder.update("lock table \"Big Orders\" in share row exclusive mode");

      assertThatThrownBy(() -> advising.apply(database(), id, List.of(BY_REF), false, steps::add))
          .isInstanceOf(WeirException.class)
          .hasMessageContaining("waited");
    }

    assertThat(indexes()).isEmpty();
    assertThat(steps).anyMatch(step -> step.contains("trying again"));
    assertThat(advising.history(database()).getFirst().state()).isEqualTo(State.FAILED);
  }

  @Test
  @Order(3)
  void aServerKilledInTheMiddleLeavesNoInvalidIndex() {
    String id = missing().id();
    CompletableFuture<Void> work = new CompletableFuture<>();
    try (Transaction holder = database().begin(TransactionOptions.DEFAULT)) {
      holder.update("insert into \"Big Orders\" values (0, 'new', 0)");
      work =
          CompletableFuture.runAsync(
              () -> advising.apply(database(), id, List.of(BY_REF), false, steps::add));
      await().until(() -> indexes().stream().anyMatch(each -> each.endsWith("invalid")));
      server.kill();
    } catch (WeirException lost) {
      // the holder's transaction went with the server
    }
    server.start();
    assertThatThrownBy(work::join).hasCauseInstanceOf(WeirException.class);

    await()
        .ignoreExceptionsInstanceOf(WeirException.class)
        .untilAsserted(() -> {
          advising.recover(database(), steps::add);
          assertThat(indexes()).isEmpty();
        });
    assertThat(advising.history(database()).getFirst().state()).isEqualTo(State.FAILED);
  }

  @Test
  @Order(4)
  void anIndexThatHelpsIsBuiltAndMeasured() {
    Applied applied =
        advising.apply(database(), missing().id(), List.of(BY_REF), false, steps::add);

    assertThat(applied.outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(applied.after().getFirst().milliseconds())
        .isLessThan(applied.before().getFirst().milliseconds());
    assertThat(indexes()).hasSize(1).noneMatch(each -> each.endsWith("invalid"));
    // The server of this test does not wait for its disk, and that alone is left to say.
    assertThat(advising.examine(database(), List.of(BY_REF), true).advice())
        .extracting(Advice::object)
        .containsExactly("fsync");
  }

  @Test
  @Order(5)
  void undoBringsBackWhatWasBefore() {
    String id = advising.history(database()).getFirst().id();

    assertThat(advising.undo(database(), id, false, steps::add).outcome())
        .isEqualTo(Outcome.UNDONE);

    assertThat(indexes()).isEmpty();
    assertThatThrownBy(() -> advising.undo(database(), id, false, steps::add))
        .hasMessageContaining("nothing of");
  }

  @Test
  @Order(6)
  void whatMakesAStatementSlowerIsTakenBack() {
    run("create index by_ref on \"Big Orders\" (\"the ref\")");
    Advice bad =
        new Advice(
            new Rule("bad", Severity.HINT, "Bad advice", "It drops what is needed.", "All."),
            "public.by_ref",
            Gain.bytes(1),
            Map.of(),
            "Somebody thinks that by_ref is not needed.",
            Remedy.of(
                List.of("DROP INDEX CONCURRENTLY public.by_ref"),
                List.of("CREATE INDEX CONCURRENTLY by_ref ON public.\"Big Orders\" (\"the ref\")")),
            List.of(BY_REF.text()));
    Advising misguided =
        new Advising(
            new Advisors(List.of(new Misguided(Advisors.installed().of("POSTGRESQL"), bad))),
            new FileJournal(folder.resolve("misguided.jsonl")),
            Duration.ofSeconds(5));

    Applied applied = misguided.apply(database(), bad.id(), List.of(), false, steps::add);

    assertThat(applied.outcome()).isEqualTo(Outcome.MADE_WORSE_AND_UNDONE);
    assertThat(indexes()).containsExactly("by_ref");
    assertThat(misguided.history(database()).getFirst().state()).isEqualTo(State.WORSE);
  }
}
