package dev.weir.advisor.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.operations.demo.DemoDatabase;
import dev.weir.operations.demo.DemoFault;
import dev.weir.operations.demo.DemoFaults;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The demo database on a server of its own that counts its statements, and a day's work on it. */
final class Clinic implements AutoCloseable {
  private static final List<String> WORK =
      List.of(
          "select name from providers where clinic_id = %d order by name limit 1",
          "select name from patients where clinic_id = %d and name >= 'M' order by name limit 5",
          "select max(started_at) from encounters where patient_id = %d",
          "select max(started_at) from encounters where clinic_id = %d",
          "select max(started_at) from encounters where provider_id = %d",
          "select value from observations where encounter_id = %d",
          "select max(observed_at) from observations where clinic_id = %d",
          "select max(prescribed_on) from prescriptions where clinic_id = %d",
          "select medication from prescriptions where patient_id = %d",
          "select medication from prescriptions where provider_id = %d",
          "select price from equipment where clinic_id = %d",
          "select max(ordered_at) from orders where clinic_id = %d",
          "select amount from claims where encounter_id = %d",
          "select max(paid_at) from payments where clinic_id = %d",
          "select amount from payments where patient_id = %d",
          "select max(due_at) from reminders where clinic_id = %d",
          "select max(received_at) from device_messages where clinic_id = %d");

  private final DatabaseServer server;
  private final Engine engine;

  Clinic() {
    server =
        Servers.freshPostgresql15(
            Map.of("shared_preload_libraries", "pg_stat_statements", "jit", "off"));
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    run(admin(), "create extension pg_stat_statements");
    run(admin(), "grant pg_monitor to weir");
    DemoDatabase.load(database(), (_, _, _) -> {});
  }

  Database database() {
    return engine.database(server.url());
  }

  Database admin() {
    return engine.database(server.adminUrl());
  }

  DatabaseServer server() {
    return server;
  }

  /** Reads as the clinics do, and writes a little; with the statements that suffer. */
  void work() {
    for (int i = 1; i <= 40; i++) {
      for (String each : WORK) {
        run(database(), each.formatted(i));
      }
      run(database(), "update providers set active = not active where id = " + i);
    }
    for (DemoFault fault : DemoFaults.all()) {
      fault
          .sufferer()
          .ifPresent(query -> {
            for (int i = 0; i < (query.contains("observations") ? 1 : 60); i++) {
              run(database(), query);
            }
          });
    }
  }

  static void run(StatementRunner database, String text) {
    Result result = database.execute(Statement.of(text).timeout(Duration.ofMinutes(2)));
    if (result instanceof Rows rows) {
      rows.list(_ -> true);
    }
  }

  @Override
  public void close() {
    engine.close();
    server.close();
  }
}
