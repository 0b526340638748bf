package dev.weir.operations.report;

import dev.weir.operations.report.Table.Column;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the database does: statements, waits, sessions. */
final class Load {
  static final int MOST = 15;

  private Load() {}

  static Table statements(Observation seen) {
    List<StatementFigures> all = seen.statements().items();
    double total = all.stream().mapToDouble(StatementFigures::seconds).sum();
    List<List<@Nullable Object>> rows =
        all.stream()
            .filter(each -> each.calls() > 0)
            .sorted(Comparator.comparingDouble(StatementFigures::seconds).reversed())
            .limit(MOST)
            .map(each ->
                Table.row(
                    each.fingerprint(),
                    total == 0 ? 0 : each.seconds() / total,
                    each.seconds(),
                    each.mean(),
                    each.calls(),
                    each.rows(),
                    each.readBytes(),
                    each.tempBytes(),
                    each.text()))
            .toList();
    return new Table(
        "statements",
        "Statements that cost the most",
        "Since the server's counters began, without their values. A large share is where an index or a"
            + " rewritten statement brings most; a small mean with very many calls is a loop in an"
            + " application.",
        List.of(
            Column.of("fingerprint", Form.TEXT),
            Column.bar("share of time", Form.SHARE),
            Column.of("total", Form.SECONDS),
            Column.of("mean", Form.SECONDS),
            Column.of("calls", Form.COUNT),
            Column.of("rows", Form.COUNT),
            Column.of("read", Form.BYTES),
            Column.of("temporary", Form.BYTES),
            Column.of("statement", Form.CODE)),
        rows);
  }

  static Table waits(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.waits().items().stream()
            .limit(MOST)
            .map(each ->
                Table.row(each.kind() + ": " + each.event(), each.sessions(), each.seconds()))
            .toList();
    return new Table(
        "waits",
        "What is waited for",
        "At this moment, or since the counters began where the server tells that. Locks point at a"
            + " transaction that holds others up, disk at memory that is too small.",
        List.of(
            Column.of("event", Form.TEXT),
            Column.bar("sessions", Form.COUNT),
            Column.of("waited", Form.SECONDS)),
        rows);
  }

  static Table sessions(Observation seen) {
    Map<String, List<SessionFigures>> states =
        seen.sessions().items().stream()
            .filter(each -> each.kind().equals("client"))
            .collect(
                Collectors.groupingBy(SessionFigures::state, TreeMap::new, Collectors.toList()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    states.forEach((state, all) ->
        rows.add(
            Table.row(
                state,
                all.size(),
                longest(all.stream().map(SessionFigures::inState).toList()),
                longest(all.stream().map(SessionFigures::inTransaction).toList()))));
    return new Table(
        "sessions",
        "Sessions",
        "Those idle in a transaction keep locks and keep dead rows from being removed.",
        List.of(
            Column.of("state", Form.TEXT),
            Column.bar("sessions", Form.COUNT),
            Column.of("longest in it", Form.SECONDS),
            Column.of("longest transaction", Form.SECONDS)),
        rows);
  }

  static Table blocked(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.sessions().items().stream()
            .filter(each -> !each.blockedBy().isEmpty())
            .limit(MOST)
            .map(each ->
                Table.row(
                    each.id(),
                    String.join(", ", each.blockedBy()),
                    each.wants(),
                    seconds(each.inState()),
                    each.statement()))
            .toList();
    return new Table(
        "blocked",
        "Sessions that wait for others",
        "`weir locks DB` shows who holds them up.",
        List.of(
            Column.of("session", Form.TEXT),
            Column.of("waits for", Form.TEXT),
            Column.of("wants", Form.TEXT),
            Column.of("since", Form.SECONDS),
            Column.of("statement", Form.CODE)),
        rows);
  }

  private static @Nullable Double longest(List<@Nullable Duration> times) {
    Double longest = null;
    for (Duration time : times) {
      Double seconds = seconds(time);
      if (seconds != null && (longest == null || seconds > longest)) {
        longest = seconds;
      }
    }
    return longest;
  }

  private static @Nullable Double seconds(@Nullable Duration time) {
    return time == null ? null : time.toMillis() / 1000.0;
  }
}
