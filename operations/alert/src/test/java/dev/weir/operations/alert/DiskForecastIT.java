package dev.weir.operations.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.operations.alert.Alert.State;
import dev.weir.operations.alert.Round.Outcome;
import dev.weir.testing.databases.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A table that grows on a small disk; only the clock is made. */
class DiskForecastIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Round.Timing TIMING = new Round.Timing(Duration.ZERO, MINUTE, MINUTE);

  private final List<Rule> rules = Rules.of(Map.of());
  private final AtomicLong clock = new AtomicLong();
  private List<Alert> alerts = List.of();

  @Test
  void aTableThatGrowsBringsTheAlertAndItsEndResolvesIt() throws IOException {
    Connectors connectors = Connectors.installed();
    try (SmallDisk disk = SmallDisk.of(64)) {
      Path file = Files.createFile(disk.path().resolve("growing.db"));
      Definition definition = connectors.parse("growing", "sqlite:" + file).orElseThrow().build();
      var readings =
          new DiskReadings(() -> List.of(disk.path()), DiskReadings::measured, clock::get);
      try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
        OpenDatabase database = engine.database("growing");
        database.update("create table grown (body blob)");
        List<State> states = new ArrayList<>();
        for (int minute = 0; minute < 20; minute++) {
          database.update("insert into grown values (zeroblob(200000))");
          round(readings);
          states.add(alerts.isEmpty() ? State.RESOLVED : alerts.getFirst().state());
        }

        // Watched for five minutes, then broken for the ten that the rule says.
        assertThat(states.subList(0, 5)).containsOnly(State.RESOLVED);
        assertThat(states.subList(5, 15)).containsOnly(State.PENDING);
        assertThat(states.subList(15, 20)).containsOnly(State.FIRING);
        assertThat(alerts.getFirst().key().subject()).isEqualTo(disk.path().toString());

        database.update("drop table grown");
        database.update("vacuum");
        // What was in the write-ahead log goes into the file, and the log away.
        database.query("pragma wal_checkpoint(truncate)").close();
        List<Alert> resolved = new ArrayList<>();
        for (int minute = 0; minute < 3; minute++) {
          resolved.addAll(round(readings).tellResolved());
        }
        assertThat(resolved).extracting(Alert::state).containsExactly(State.RESOLVED);
        assertThat(alerts).isEmpty();
      }
    }
  }

  private Outcome round(DiskReadings readings) {
    clock.addAndGet(MINUTE.toNanos());
    Instant now = Instant.EPOCH.plusNanos(clock.get());
    List<Finding> findings =
        readings.read().stream()
            .map(each -> new Finding("disk-full", each.database(), each.subject(), each.value()))
            .toList();
    Outcome outcome =
        new Round(rules, TIMING, MINUTE, now).run(alerts, findings, Set.of(), List.of());
    alerts = outcome.alerts();
    return outcome;
  }
}
