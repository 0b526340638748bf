package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.Standby;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** How far a standby lags, as it is kept of both ends. */
class ReplicationHistoryIT {
  private static final Map<String, String> SETTINGS = Map.of("fsync", "off");

  private final Written written = new Written();

  @Test
  void keepsTheLagOfAStandbyAtBothEndsUntilItHasCaughtUp() throws Exception {
    try (DatabaseServer primary = Servers.freshPostgresql15(SETTINGS);
        DatabaseServer standby = Servers.freshPostgresql15(SETTINGS)) {
      Standby.follow(primary, standby);
      Connectors connectors = Connectors.installed();
      try (Engine engine =
              new Engine(
                  connectors,
                  List.of(
                      definition(connectors, "leader", primary),
                      definition(connectors, "follower", standby)),
                  Secret::reveal);
          Collecting _ =
              new Collecting(
                  engine,
                  written,
                  _ -> true,
                  new Rhythm(Duration.ofMillis(300), Duration.ofMinutes(1), 1),
                  new StatementTimes())) {
        engine.database("leader").update("create table t (n int)");
        await().until(() -> last("leader").contains(0.0) && last("follower").contains(0.0));
        engine.database("follower").query("select pg_wal_replay_pause()").list(row -> true);
        engine.database("leader").update("insert into t select n from generate_series(1, 50000) n");

        await().until(() -> last("leader").getFirst() > 1 && last("follower").getFirst() > 1);
        assertThat(written.all("leader", "replication.bytes").getLast()).isGreaterThan(1_000_000);
        engine.database("follower").query("select pg_wal_replay_resume()").list(row -> true);

        await().until(() -> last("leader").contains(0.0) && last("follower").contains(0.0));
      }
    }
  }

  /** The newest lag of a database; empty when there is none yet. */
  private List<Double> last(String database) {
    List<Double> all = written.all(database, "replication.lag");
    return all.isEmpty() ? List.of() : List.of(all.getLast());
  }

  private static Definition definition(Connectors connectors, String name, DatabaseServer server) {
    String url = server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
    return connectors.parse(name, url).orElseThrow().build();
  }

  private static ConditionFactory await() {
    return Awaitility.await().ignoreExceptions().atMost(Duration.ofMinutes(2));
  }
}
