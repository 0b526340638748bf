package dev.weir.monitor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SlotFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against a standby that streams from its primary. */
class ReplicationIT {
  private static final Map<String, String> SETTINGS = Map.of("fsync", "off");

  @Test
  void tellsBothEndsOfAStreamItsLagAndItsSlots() throws Exception {
    try (DatabaseServer primary = Servers.freshPostgresql15(SETTINGS);
        DatabaseServer standby = Servers.freshPostgresql15(SETTINGS)) {
      follow(primary, standby);
      try (Seen leader = Seen.admin(primary);
          Seen follower = Seen.admin(standby)) {
        leader.run(
            "select pg_create_physical_replication_slot('left_behind', true)",
            "create table t (n int)");
        await().untilAsserted(() -> caughtUp(leader, follower));

        follower.run("select pg_wal_replay_pause()");
        leader.run("insert into t select n from generate_series(1, 50000) n");

        await().untilAsserted(() -> behind(leader, follower));
        assertThat(leader.monitor.slots(leader.look()).items())
            .singleElement()
            .satisfies(slot -> {
              assertThat(slot.name()).isEqualTo("left_behind");
              assertThat(slot.active()).isFalse();
              assertThat(slot.retainedBytes()).isGreaterThan(1_000_000L);
            })
            .extracting(SlotFigures::status)
            .isEqualTo("reserved");
        follower.run("select pg_wal_replay_resume()");
        await().untilAsserted(() -> caughtUp(leader, follower));
        assertThat(Seen.figure(follower.monitor.server(follower.look()), "replica", "").value())
            .isEqualTo(1);
      }
    }
  }

  private static void caughtUp(Seen leader, Seen follower) {
    assertThat(only(leader).state()).isEqualTo("streaming");
    assertThat(only(leader).role()).isEqualTo("replica");
    assertThat(only(leader).lagBytes()).isZero();
    assertThat(only(follower).role()).isEqualTo("primary");
    assertThat(only(follower).lagSeconds()).isZero();
  }

  private static void behind(Seen leader, Seen follower) {
    assertThat(only(leader).lagBytes()).isGreaterThan(1_000_000L);
    assertThat(only(follower).lagBytes()).isGreaterThan(1_000_000L);
    assertThat(only(follower).lagSeconds()).isPositive();
  }

  private static ReplicaFigures only(Seen seen) {
    List<ReplicaFigures> all = seen.monitor.replication(seen.look()).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /** Gives the standby the primary's data, taken while it was down, and has it follow. */
  private static void follow(DatabaseServer primary, DatabaseServer standby)
      throws IOException, InterruptedException {
    primary.stop();
    standby.stop();
    Path data = standby.dataDirectory();
    String configuration = Files.readString(data.resolve("postgresql.conf"));
    shell("rm -rf \"$1\"/* && cp -a \"$0\"/. \"$1\"/", primary.dataDirectory(), data);
    Files.writeString(data.resolve("postgresql.conf"), configuration);
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=admin-secret'%n"
            .formatted(primary.port()),
        StandardOpenOption.APPEND);
    Files.createFile(data.resolve("standby.signal"));
    shell("chown --reference=\"$0\" \"$1\"/standby.signal", data.resolve("PG_VERSION"), data);
    primary.start();
    standby.start();
  }

  private static void shell(String script, Path first, Path second)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script, first.toString(), second.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
