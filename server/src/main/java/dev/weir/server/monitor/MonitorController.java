package dev.weir.server.monitor;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.operations.monitor.LockTree;
import dev.weir.operations.monitor.Monitored;
import dev.weir.operations.monitor.TopStatements;
import dev.weir.operations.monitor.TopStatements.By;
import dev.weir.operations.monitor.TopStatements.Ranked;
import dev.weir.server.audit.Audit;
import dev.weir.server.query.Databases;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SlotFigures;
import dev.weir.spi.monitor.TableFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a database is doing now. */
@RestController
class MonitorController {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final int MOST = 5_000;

  private final Databases databases;
  private final Audit audit;

  MonitorController(Databases databases, Audit audit) {
    this.databases = databases;
    this.audit = audit;
  }

  /** What was seen, and what could not be. */
  record Seen<T>(List<T> items, List<NotChecked> notChecked) {
    static <T> Seen<T> of(Reading<T> reading) {
      return new Seen<>(reading.items(), reading.gaps());
    }
  }

  /** Who waits for whom. */
  record Locks(int waiting, List<LockTree.Waiter> roots, List<NotChecked> notChecked) {}

  /** Both ends of replication, and the slots. */
  record Replication(
      List<ReplicaFigures> streams, List<SlotFigures> slots, List<NotChecked> notChecked) {}

  @GetMapping("/v1/databases/{name}/figures")
  Seen<Figure> figures(@PathVariable String name) {
    return Seen.of(read(name, Monitor::server));
  }

  @GetMapping("/v1/databases/{name}/activity")
  Seen<SessionFigures> activity(@PathVariable String name) {
    return Seen.of(read(name, Monitor::sessions));
  }

  @GetMapping("/v1/databases/{name}/locks")
  Locks locks(@PathVariable String name) {
    Reading<SessionFigures> sessions = read(name, Monitor::sessions);
    LockTree tree = LockTree.of(sessions.items());
    return new Locks(tree.waiting(), tree.roots(), sessions.gaps());
  }

  @PostMapping("/v1/databases/{name}/locks/{id}/cancel")
  SessionFigures cancel(@PathVariable String name, @PathVariable String id) {
    return stop(name, id, Stop.CANCEL);
  }

  @PostMapping("/v1/databases/{name}/locks/{id}/terminate")
  SessionFigures terminate(@PathVariable String name, @PathVariable String id) {
    return stop(name, id, Stop.TERMINATE);
  }

  private SessionFigures stop(String name, String id, Stop how) {
    Monitored monitored = Monitored.of(databases.named(name));
    return audit.during(
        "session." + how.name().toLowerCase(Locale.ROOT),
        name + " " + id,
        () -> {
          SessionFigures session = monitored.session(id);
          monitored.stop(session, how);
          return session;
        });
  }

  @GetMapping("/v1/databases/{name}/statements")
  Seen<Ranked> statements(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(required = false) @Nullable Integer limit) {
    var reading = read(name, Monitor::statements);
    return new Seen<>(
        TopStatements.rank(reading.items(), measure(by), limit(limit, 50)), reading.gaps());
  }

  private static By measure(@Nullable String by) {
    try {
      return by == null ? By.TOTAL : By.valueOf(by.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "by must be one of " + List.of(By.values()) + "; it is " + by + ".",
          e);
    }
  }

  @GetMapping("/v1/databases/{name}/tables")
  Seen<TableFigures> tables(
      @PathVariable String name, @RequestParam(required = false) @Nullable Integer limit) {
    return limited(read(name, Monitor::tables), limit);
  }

  @GetMapping("/v1/databases/{name}/indexes")
  Seen<IndexFigures> indexes(
      @PathVariable String name, @RequestParam(required = false) @Nullable Integer limit) {
    return limited(read(name, Monitor::indexes), limit);
  }

  @GetMapping("/v1/databases/{name}/replication")
  Replication replication(@PathVariable String name) {
    Reading<ReplicaFigures> streams = read(name, Monitor::replication);
    Reading<SlotFigures> slots = read(name, Monitor::slots);
    List<NotChecked> gaps = new ArrayList<>(streams.gaps());
    gaps.addAll(slots.gaps());
    return new Replication(streams.items(), slots.items(), gaps);
  }

  @GetMapping("/v1/databases/{name}/waits")
  Seen<WaitFigures> waits(@PathVariable String name) {
    return Seen.of(read(name, Monitor::waits));
  }

  private static <T> Seen<T> limited(Reading<T> reading, @Nullable Integer limit) {
    return new Seen<>(reading.items().stream().limit(limit(limit, 100)).toList(), reading.gaps());
  }

  private static int limit(@Nullable Integer said, int unlessSaid) {
    if (said != null && (said < 1 || said > MOST)) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "limit must be from 1 to " + MOST + "; it is " + said + ".");
    }
    return said == null ? unlessSaid : said;
  }

  private interface Question<T> {
    Reading<T> ask(Monitor monitor, Look look);
  }

  private <T> Reading<T> read(String name, Question<T> question) {
    Monitored monitored = Monitored.of(databases.named(name));
    return Monitored.quietly(() -> question.ask(monitored.monitor(), monitored.look(BUDGET, MOST)));
  }
}
