package dev.weir.operations.report;

import dev.weir.operations.report.Table.Column;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the database is set up: replication and settings. */
final class Setup {
  private Setup() {}

  static Table replication(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.replication().items().stream()
            .map(each ->
                Table.row(
                    each.name(),
                    each.role(),
                    each.problem() == null ? each.state() : each.state() + ": " + each.problem(),
                    each.synchrony(),
                    each.lagBytes(),
                    each.lagSeconds()))
            .toList();
    return new Table(
        "replication",
        "Replication",
        "What a replica has not applied is lost when the primary is, unless it is synchronous.",
        List.of(
            Column.of("server", Form.TEXT),
            Column.of("role", Form.TEXT),
            Column.of("state", Form.TEXT),
            Column.of("synchrony", Form.TEXT),
            Column.bar("behind", Form.BYTES),
            Column.of("behind by", Form.SECONDS)),
        rows);
  }

  static Table slots(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.slots().items().stream()
            .map(each ->
                Table.row(
                    each.name(),
                    each.kind(),
                    each.active() ? "active" : "nobody reads it",
                    each.retainedBytes(),
                    each.status()))
            .toList();
    return new Table(
        "slots",
        "Replication slots",
        "A slot that nobody reads keeps the log until the disk is full.",
        List.of(
            Column.of("slot", Form.TEXT),
            Column.of("kind", Form.TEXT),
            Column.of("state", Form.TEXT),
            Column.bar("log kept", Form.BYTES),
            Column.of("log", Form.TEXT)),
        rows);
  }

  static Table settings(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.settings().items().stream()
            .filter(each -> !each.source().equals("default") && !each.source().isEmpty())
            .sorted(Comparator.comparing(each -> each.name()))
            .map(each ->
                Table.row(
                    each.name(),
                    each.value() + (each.unit() == null ? "" : " × " + each.unit()),
                    each.source(),
                    each.restart() ? "waits for a restart" : ""))
            .toList();
    return new Table(
        "settings",
        "Settings that are not as delivered",
        "",
        List.of(
            Column.of("setting", Form.TEXT),
            Column.of("value", Form.CODE),
            Column.of("from", Form.TEXT),
            Column.of("note", Form.TEXT)),
        rows);
  }
}
