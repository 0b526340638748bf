package dev.weir.operations.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Rejected;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.operations.demo.DemoFault.Kind;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoDatabaseIT {
  private static final Map<String, Long> ROWS =
      Map.ofEntries(
          Map.entry("clinics", 40L),
          Map.entry("providers", 600L),
          Map.entry("patients", 40_000L),
          Map.entry("encounters", 120_000L),
          Map.entry("observations", 165_072L),
          Map.entry("prescriptions", 41_226L),
          Map.entry("equipment", 3_000L),
          Map.entry("orders", 40_000L),
          Map.entry("claims", 41_355L),
          Map.entry("payments", 29_445L),
          Map.entry("reminders", 8_000L),
          Map.entry("device_messages", 24_000L),
          Map.entry("clinic_months", 1_471L));

  private static Engine engine;
  private static Database demo;

  @BeforeAll
  static void load() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    demo = emptyDatabase(Servers.postgresql15(), "demo");
    List<String> steps = new ArrayList<>();

    boolean loaded = DemoDatabase.load(demo, (number, of, title) -> steps.add(number + "/" + of));

    assertThat(loaded).isTrue();
    assertThat(steps).startsWith("1/" + steps.size()).endsWith(steps.size() + "/" + steps.size());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void someHalfAMillionRowsAreThere() {
    assertThat(count(demo)).isEqualTo(ROWS);
    assertThat(ROWS.values().stream().mapToLong(n -> n).sum()).isBetween(500_000L, 530_000L);
    assertThat(DemoDatabase.loaded(demo)).isTrue();
  }

  @Test
  void everyTenantTableNamesItsClinic() {
    assertThat(
            texts(
                """
                select c.relname from pg_class c
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                  and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id' and a.attnotnull)\
                """))
        .containsExactlyInAnyOrder("clinics", "demo_load");
  }

  @Test
  void anotherVersionOnAnotherServerLoadsTheSameValues() {
    Database other = emptyDatabase(Servers.postgresql18(), "demo");
    DemoDatabase.load(other, (number, of, title) -> {});

    assertThat(digests(other)).isEqualTo(digests(demo));
  }

  @Test
  void aSecondLoadDoesNothing() {
    List<String> steps = new ArrayList<>();

    boolean loaded = DemoDatabase.load(demo, (number, of, title) -> steps.add(title));

    assertThat(loaded).isFalse();
    assertThat(steps).isEmpty();
  }

  @Test
  void anUnfinishedLoadBeginsAgain() {
    Database broken = emptyDatabase(Servers.postgresql15(), "demo_broken");
    assertThatThrownBy(() ->
            DemoDatabase.load(
                broken,
                (number, of, title) -> {
                  if (title.equals("Views and descriptions")) {
                    throw new IllegalStateException("The power fails.");
                  }
                }))
        .hasMessage("The power fails.");
    assertThat(DemoDatabase.loaded(broken)).isFalse();

    assertThat(DemoDatabase.load(broken, (number, of, title) -> {})).isTrue();

    assertThat(DemoDatabase.loaded(broken)).isTrue();
    assertThat(count(broken)).isEqualTo(ROWS);
  }

  @Test
  void tablesOfOthersAreLeftAlone() {
    Database others = emptyDatabase(Servers.postgresql15(), "demo_others");
    others.update("create table clinics (name text)");
    others.update("insert into clinics values ('theirs')");

    assertThatThrownBy(() -> DemoDatabase.load(others, (number, of, title) -> {}))
        .isInstanceOf(Rejected.class);

    assertThat(others.query("select name from clinics").list(row -> row.text(0)))
        .containsExactly("theirs");
    assertThat(DemoDatabase.loaded(others)).isFalse();
  }

  @Test
  void everyKindOfFaultIsPlantedOnceAndNamed() {
    assertThat(DemoFaults.all().stream().map(DemoFault::kind)).containsExactly(Kind.values());
    assertThat(DemoFaults.all().stream().map(DemoFault::name)).doesNotHaveDuplicates();
  }

  @Test
  void whatAQueryOfAFaultCostsFallsTenfoldWithItsRemedy() {
    List<DemoFault> slow =
        DemoFaults.all().stream().filter(fault -> fault.sufferer().isPresent()).toList();

    assertThat(slow).map(DemoFault::kind).containsExactly(Kind.MISSING_INDEX, Kind.SLOW_STATEMENT);
    for (DemoFault fault : slow) {
      String query = fault.sufferer().orElseThrow();
      try (Transaction transaction = demo.begin(TransactionOptions.DEFAULT)) {
        double before = cost(transaction, query);
        transaction.update(fault.remedy());
        transaction.update("analyze " + fault.object().split("\\.", 2)[0]);

        assertThat(cost(transaction, query)).as(fault.name()).isLessThan(before / 10);
      }
    }
  }

  @Test
  void everyRemedyCanBeApplied() {
    for (DemoFault fault : DemoFaults.all()) {
      try (Transaction transaction = demo.begin(TransactionOptions.DEFAULT)) {
        transaction.update(fault.remedy());
      }
    }
  }

  @Test
  void onlyThePlantedIndexesAreNeverRead() {
    await()
        .untilAsserted(() ->
            assertThat(
                    texts(
                        """
                        select s.indexrelname from pg_stat_user_indexes s join pg_index i using (indexrelid)
                        where s.idx_scan = 0 and not i.indisunique\
                        """))
                .containsExactlyInAnyOrder(
                    object(Kind.UNUSED_INDEX), object(Kind.DUPLICATE_INDEX)));
  }

  @Test
  void mostRowsAreReadFromTheTableWithoutItsIndex() {
    await()
        .untilAsserted(() ->
            assertThat(
                    texts(
                        "select relname from pg_stat_user_tables order by seq_tup_read desc limit 1"))
                .containsExactly(object(Kind.MISSING_INDEX).split("\\.", 2)[0]));
  }

  @Test
  void oneIndexIsThereTwice() {
    assertThat(
            texts(
                """
                select max(indexrelid::regclass::text) from pg_index
                where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
                group by indrelid, indkey::text, indclass::text, indpred::text, indexprs::text having count(*) > 1\
                """))
        .containsExactly(object(Kind.DUPLICATE_INDEX));
  }

  @Test
  void oneTableIsBloatedAndNeverVacuumed() {
    await()
        .untilAsserted(() ->
            assertThat(
                    texts(
                        """
                        select s.relname from pg_stat_user_tables s join pg_class c on c.oid = s.relid
                        where s.n_dead_tup > 5 * 8000 and 'autovacuum_enabled=false' = any(c.reloptions)
                          and pg_relation_size(s.relid) > 5000000\
                        """))
                .containsExactly(object(Kind.BLOATED_TABLE)));
  }

  @Test
  void oneTableHasNoPrimaryKey() {
    assertThat(
            texts(
                """
                select relname from pg_class c
                where relkind = 'r' and relnamespace = 'public'::regnamespace
                  and not exists (select from pg_constraint where conrelid = c.oid and contype = 'p')\
                """))
        .containsExactly(object(Kind.NO_PRIMARY_KEY));
  }

  @Test
  void oneSequenceIsNearItsEnd() {
    assertThat(texts("select sequencename from pg_sequences where last_value > 0.99 * max_value"))
        .containsExactly(object(Kind.SEQUENCE_NEAR_END));
  }

  @Test
  void oneForeignKeyHasNoIndex() {
    assertThat(
            texts(
                """
                select k.conrelid::regclass::text || '.' || a.attname
                from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                where k.contype = 'f' and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])\
                """))
        .containsExactly(object(Kind.UNINDEXED_FOREIGN_KEY));
  }

  @Test
  void everyTableIsDescribed() {
    assertThat(
            texts(
                """
                select relname from pg_class
                where relkind in ('r', 'v', 'm') and relnamespace = 'public'::regnamespace and obj_description(oid, 'pg_class') is null\
                """))
        .isEmpty();
  }

  private static Database emptyDatabase(DatabaseServer server, String name) {
    Database admin = engine.database(server.adminUrl());
    admin.update("drop database if exists " + name);
    admin.update("create database " + name + " owner " + server.user());
    String url = server.url();
    return engine.database(url.substring(0, url.lastIndexOf('/') + 1) + name);
  }

  private static String object(Kind kind) {
    return DemoFaults.all().stream()
        .filter(fault -> fault.kind() == kind)
        .findFirst()
        .orElseThrow()
        .object();
  }

  private static List<String> texts(String query) {
    return demo.query(query).list(row -> row.text(0));
  }

  private static Map<String, Long> count(Database database) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table : ROWS.keySet()) {
      database
          .query("select count(*) from " + table)
          .first(row -> row.longAt(0))
          .ifPresent(count -> counts.put(table, count));
    }
    return counts;
  }

  private static Map<String, String> digests(Database database) {
    return database.transaction(transaction -> {
      transaction.query("select set_config('TimeZone', 'UTC', true)").close();
      Map<String, String> digests = new LinkedHashMap<>();
      for (String table : ROWS.keySet()) {
        transaction
            .query(
                "select md5(string_agg(md5(t::text), '' order by md5(t::text) collate \"C\")) from "
                    + table
                    + " t")
            .first(row -> row.text(0))
            .ifPresent(digest -> digests.put(table, digest));
      }
      return digests;
    });
  }

  private static double cost(Transaction transaction, String query) {
    String plan =
        String.join(
            "\n", transaction.query("explain (format json) " + query).list(row -> row.text(0)));
    Matcher cost = Pattern.compile("\"Total Cost\": ([0-9.]+)").matcher(plan);
    assertThat(cost.find()).isTrue();
    return Double.parseDouble(cost.group(1));
  }
}
