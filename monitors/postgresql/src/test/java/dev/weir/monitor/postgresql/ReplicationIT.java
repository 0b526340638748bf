package dev.weir.monitor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SlotFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.Standby;
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
      Standby.follow(primary, standby);
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
        primary.stop();
        await().untilAsserted(() -> cutOff(follower));
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

  /** What has not come is unknown, so that it is not told as none. */
  private static void cutOff(Seen follower) {
    assertThat(only(follower).state()).isEqualTo("not connected");
    assertThat(only(follower).lagBytes()).isNull();
    assertThat(only(follower).lagSeconds()).isPositive();
  }

  private static ReplicaFigures only(Seen seen) {
    List<ReplicaFigures> all = seen.monitor.replication(seen.look()).items();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
