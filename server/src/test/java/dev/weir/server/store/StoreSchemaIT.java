package dev.weir.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores that an earlier Weir has made, brought up to date. */
class StoreSchemaIT {
  /** What the first stores with a history of monitoring had: nothing of jobs and backups. */
  private static final List<String> EARLIER =
      List.of(
          "V0100__catalog.sql",
          "V0200__accounts.sql",
          "V0201__audit.sql",
          "V0300__operations.sql",
          "V0400__monitor.sql");

  @TempDir Path folder;

  @Test
  void an_earlier_store_gets_what_came_since_also_where_its_number_is_lower() throws Exception {
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of("fsync", "off"));
        ExternalStore store = ExternalStore.open(server.url(), Map.of(), text -> text)) {
      earlier(store);
      JdbcClient client = JdbcClient.create(store.dataSource());
      client
          .sql(
              "insert into weir.account (name, role, password_hash, created_by) values ('ann', 'VIEWER', 'x', 'test')")
          .update();

      StoreSchema.migrate(store.dataSource());
      StoreSchema.migrate(store.dataSource());

      assertThat(
              client
                  .sql("select ltrim(version, '0') from weir.schema_version where success")
                  .query(String.class)
                  .list())
          .contains("100", "202", "301", "302", "303", "400", "600");
      assertThat(client.sql("select count(*) from weir.scheduled_tasks").query(Long.class).single())
          .isZero();
      assertThat(client.sql("select name from weir.account").query(String.class).list())
          .containsExactly("ann");
    }
  }

  private void earlier(ExternalStore store) throws IOException {
    for (String name : EARLIER) {
      try (InputStream script =
          Objects.requireNonNull(StoreSchema.class.getResourceAsStream("migration/" + name))) {
        Files.copy(script, folder.resolve(name));
      }
    }
    Flyway.configure()
        .dataSource(store.dataSource())
        .schemas(Store.SCHEMA)
        .defaultSchema(Store.SCHEMA)
        .locations("filesystem:" + folder)
        .table("schema_version")
        .load()
        .migrate();
  }
}
