package dev.weir.monitor.redis;

import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The server's figures; the id of its run is the epoch of its counters. */
final class ServerReading {
  private final List<Figure> figures = new ArrayList<>();
  private final InfoText info;
  private final String epoch;

  private ServerReading(InfoText info) {
    this.info = info;
    this.epoch = info.text("run_id");
  }

  static Reading<Figure> read(Look look) {
    ServerReading reading = new ServerReading(InfoText.of(look, "default"));
    reading.gauges();
    reading.counters();
    reading.keyspaces();
    return Reading.of(reading.figures);
  }

  private void gauges() {
    gauge("uptime", Unit.SECONDS, "uptime_in_seconds");
    gauge("connections.used", Unit.COUNT, "connected_clients");
    gauge("connections.limit", Unit.COUNT, "maxclients");
    gauge("connections.blocked", Unit.COUNT, "blocked_clients");
    gauge("memory.used", Unit.BYTES, "used_memory");
    gauge("memory.peak", Unit.BYTES, "used_memory_peak");
    gauge("memory.resident", Unit.BYTES, "used_memory_rss");
    gauge("memory.limit", Unit.BYTES, "maxmemory");
    gauge("memory.fragmentation", Unit.COUNT, "mem_fragmentation_ratio");
    gauge("log.size", Unit.BYTES, "aof_current_size");
    gauge("save.changes", Unit.COUNT, "rdb_changes_since_last_save");
    figures.add(
        Figure.gauge(
            "save.failed", Unit.COUNT, info.text("rdb_last_bgsave_status").equals("ok") ? 0 : 1));
    figures.add(Figure.gauge("replica", Unit.COUNT, info.text("role").equals("slave") ? 1 : 0));
  }

  private void counters() {
    counter("statements", Unit.COUNT, "total_commands_processed");
    counter("connections.opened", Unit.COUNT, "total_connections_received");
    counter("connections.refused", Unit.COUNT, "rejected_connections");
    counter("keys.hit", Unit.COUNT, "keyspace_hits");
    counter("keys.missed", Unit.COUNT, "keyspace_misses");
    counter("keys.expired", Unit.COUNT, "expired_keys");
    counter("keys.evicted", Unit.COUNT, "evicted_keys");
    counter("network.received", Unit.BYTES, "total_net_input_bytes");
    counter("network.sent", Unit.BYTES, "total_net_output_bytes");
    counter("processor", Unit.SECONDS, "used_cpu_user");
    counter("replication.full", Unit.COUNT, "sync_full");
  }

  private void keyspaces() {
    info.facts()
        .forEach((name, value) -> {
          if (name.matches("db\\d+")) {
            Map<String, String> parts = InfoText.parts(value);
            number("keys", name, parts.get("keys"));
            number("keys.expiring", name, parts.get("expires"));
          }
        });
  }

  private void number(String name, String about, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      figures.add(Figure.gauge(name, Unit.COUNT, Double.parseDouble(value)).of(about.substring(2)));
    }
  }

  private void gauge(String name, Unit unit, String fact) {
    info.number(fact).ifPresent(value -> figures.add(Figure.gauge(name, unit, value)));
  }

  private void counter(String name, Unit unit, String fact) {
    info.number(fact).ifPresent(value -> figures.add(Figure.counter(name, unit, value, epoch)));
  }

  /** Commands by their name, since Redis sums up no more. */
  static Reading<StatementFigures> commands(Look look) {
    String epoch = InfoText.of(look, "server").text("run_id");
    List<StatementFigures> all = new ArrayList<>();
    InfoText.of(look, "commandstats")
        .facts()
        .forEach((name, value) ->
            all.add(
                command(name.replaceFirst("^cmdstat_", ""), InfoText.parts(value), epoch, look)));
    all.sort(Comparator.comparingDouble(StatementFigures::seconds).reversed());
    return Reading.of(all.stream().limit(look.limit()).toList());
  }

  private static StatementFigures command(
      String name, Map<String, String> parts, String epoch, Look look) {
    return new StatementFigures(
        look.understand(name).fingerprint(),
        name,
        Long.parseLong(parts.getOrDefault("calls", "0")),
        Double.parseDouble(parts.getOrDefault("usec", "0")) / 1e6,
        0,
        0,
        0,
        0,
        0,
        0,
        epoch);
  }

  /** Events that took longer than {@code latency-monitor-threshold}, by their slowest. */
  static Reading<WaitFigures> latency(Look look) {
    List<WaitFigures> all = new ArrayList<>();
    look.rows(
        "LATENCY LATEST", row -> row.value(0) instanceof List<?> event && all.add(event(event)));
    return Reading.of(all);
  }

  /** Name, time, latest and slowest, in milliseconds. */
  private static WaitFigures event(List<?> event) {
    double slowest = Double.parseDouble(String.valueOf(event.get(3))) / 1000;
    return new WaitFigures(
        "Latency", String.valueOf(event.get(0)), 0, slowest, "slowest since LATENCY RESET");
  }

  static Reading<ReplicaFigures> replication(Look look) {
    InfoText info = InfoText.of(look, "replication");
    List<ReplicaFigures> all = new ArrayList<>();
    double offset = info.number("master_repl_offset").orElse(0);
    info.facts()
        .forEach((name, value) -> {
          if (name.matches("slave\\d+")) {
            all.add(follower(InfoText.parts(value), offset));
          }
        });
    if (info.text("role").equals("slave")) {
      String host = info.text("master_host") + ":" + info.text("master_port");
      boolean up = info.text("master_link_status").equals("up");
      double received = info.number("slave_repl_offset").orElse(offset);
      double read = info.number("slave_read_repl_offset").orElse(received);
      all.add(
          new ReplicaFigures(
              "primary",
              host,
              host,
              up ? "streaming" : "not connected",
              null,
              Math.max(0, (long) (read - received)),
              up ? info.number("master_last_io_seconds_ago").orElse(0) : null));
    }
    return Reading.of(all);
  }

  private static ReplicaFigures follower(Map<String, String> parts, double offset) {
    String address = parts.getOrDefault("ip", "?") + ":" + parts.getOrDefault("port", "?");
    double applied = Double.parseDouble(parts.getOrDefault("offset", "0"));
    return new ReplicaFigures(
        "replica",
        address,
        address,
        parts.getOrDefault("state", "?").equals("online")
            ? "streaming"
            : parts.getOrDefault("state", "?"),
        null,
        Math.max(0, (long) (offset - applied)),
        Double.valueOf(parts.getOrDefault("lag", "0")));
  }

  static Reading<SettingFigures> settings(Look look) {
    return Reading.of(
        look.rows(
            "CONFIG GET *",
            row ->
                new SettingFigures(
                    String.valueOf(row.text(0)),
                    String.valueOf(row.text(1)),
                    null,
                    "server",
                    false)));
  }
}
