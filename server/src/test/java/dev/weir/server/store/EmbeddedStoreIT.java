package dev.weir.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Home;
import dev.weir.engine.secret.MasterKey;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.runtime.postgresql.BundledPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Homes that an earlier Weir has made, started again. */
class EmbeddedStoreIT {
  private static final String OLD_RULES =
      """
      # Only these roles, and no other than its own to the store.
      host weir weir 127.0.0.1/32 scram-sha-256
      host weir all 127.0.0.1/32 reject
      host all weir_demo 127.0.0.1/32 scram-sha-256
      host all somebody 127.0.0.1/32 reject
      """;

  @TempDir Path folder;

  @Test
  void the_roles_of_an_earlier_home_get_the_rights_that_came_since() throws Exception {
    Home home = new Home(folder.resolve("home"));
    SealedFileSecrets secrets =
        new SealedFileSecrets(home.folder(), MasterKey.from(home.folder(), Map.of()));
    EmbeddedStore.start(home, secrets).close();
    PostgresCluster cluster =
        new PostgresCluster(BundledPostgres.unpack(home.runtime()), home.store(), home.logs());
    cluster.alone(
        home.store(),
        "postgres",
        List.of("alter role weir noreplication", "alter role weir_demo nocreatedb"));
    Path rules = home.store().resolve("pg_hba.conf");
    Files.writeString(rules, OLD_RULES);

    try (EmbeddedStore store = EmbeddedStore.start(home, secrets)) {
      assertThat(
              JdbcClient.create(store.dataSource())
                  .sql(
                      "select rolname from pg_roles where rolname = 'weir' and rolreplication"
                          + " or rolname = 'weir_demo' and rolcreatedb order by 1")
                  .query(String.class)
                  .list())
          .containsExactly("weir", "weir_demo");
    }
    assertThat(rules).content().contains("host replication weir", "host all somebody");
  }
}
