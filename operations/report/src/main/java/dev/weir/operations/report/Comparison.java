package dev.weir.operations.report;

import dev.weir.api.Rejected;
import dev.weir.operations.report.Table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has changed between two reports of one database. */
public final class Comparison {
  private static final double NOTABLE = 1.2;

  private final Report before;
  private final Report now;

  private Comparison(Report before, Report now) {
    this.before = before;
    this.now = now;
  }

  /**
   * The later report with what differs from the earlier: figures with what they were, advice that
   * is new, statements that changed, tables that grew.
   *
   * @throws Rejected with {@code REPORT-002} when they are of different databases
   */
  public static Report of(Report before, Report now) {
    if (!before.database().equals(now.database()) || !before.type().equals(now.type())) {
      throw Rejected.because(
          ReportError.OTHER_DATABASE,
          "One report is of "
              + before.database()
              + " ("
              + before.type()
              + "), the other of "
              + now.database()
              + " ("
              + now.type()
              + ").");
    }
    return new Comparison(before, now).report();
  }

  private Report report() {
    Set<String> known =
        before.advice().stream().map(Recommendation::id).collect(Collectors.toSet());
    List<Recommendation> fresh =
        now.advice().stream().filter(each -> !known.contains(each.id())).toList();
    List<Table> tables =
        Stream.of(statements(), growth(), mended())
            .filter(table -> !table.rows().isEmpty())
            .toList();
    return new Report(
        now.database(),
        now.type(),
        now.at(),
        before.at(),
        now.figures().stream().map(this::figure).toList(),
        now.charts(),
        now.advised() && before.advised(),
        fresh,
        tables,
        now.gaps());
  }

  private KeyFigure figure(KeyFigure figure) {
    return before.figures().stream()
        .filter(each -> each.id().equals(figure.id()))
        .findFirst()
        .map(earlier -> withChange(figure, earlier))
        .orElse(figure);
  }

  private static KeyFigure withChange(KeyFigure figure, KeyFigure earlier) {
    double change = earlier.value() == 0 ? 0 : 100 * (figure.value() / earlier.value() - 1);
    String note = "was " + earlier.text();
    if (Math.abs(change) >= 0.1) {
      note += String.format(Locale.ROOT, " (%+.1f %%)", change);
    }
    return new KeyFigure(
        figure.id(), figure.title(), figure.form(), figure.value(), note, figure.tone());
  }

  /**
   * Statements whose mean has changed notably, the largest change first, and those that are new.
   */
  private Table statements() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Optional<Table> earlier = before.table("statements");
    now.table("statements")
        .ifPresent(table -> {
          int mean = table.column("mean");
          int text = table.column("statement");
          for (List<@Nullable Object> row : table.rows()) {
            double after = Form.number(row.get(mean));
            Optional<Double> was =
                earlier
                    .flatMap(old -> old.find(row.getFirst()))
                    .map(old -> Form.number(old.get(mean)));
            Double ratio = was.isEmpty() || was.get() == 0 ? null : after / was.get();
            if (ratio == null || ratio >= NOTABLE || ratio <= 1 / NOTABLE) {
              rows.add(Table.row(row.getFirst(), was.orElse(null), after, ratio, row.get(text)));
            }
          }
        });
    rows.sort(Comparator.comparingDouble(row -> -distance(row.get(3))));
    return new Table(
        "statements",
        "Statements that changed",
        "Their mean time; a dash stands where a statement was not among the most costly before.",
        List.of(
            Column.of("fingerprint", Form.TEXT),
            Column.of("was", Form.SECONDS),
            Column.of("is", Form.SECONDS),
            Column.of("change", Form.RATIO),
            Column.of("statement", Form.CODE)),
        rows);
  }

  /** How far from unchanged, slower and faster alike. */
  private static double distance(@Nullable Object ratio) {
    return ratio == null ? 0 : Math.abs(Math.log(Math.max(1e-9, Form.number(ratio))));
  }

  private Table growth() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Optional<Table> earlier = before.table("tables");
    now.table("tables")
        .ifPresent(table -> {
          int size = table.column("size");
          for (List<@Nullable Object> row : table.rows()) {
            double after = Form.number(row.get(size));
            double was =
                earlier
                    .flatMap(old -> old.find(row.getFirst()))
                    .map(old -> Form.number(old.get(size)))
                    .orElse(after);
            if (after != was) {
              rows.add(Table.row(row.getFirst(), after - was, was, after));
            }
          }
        });
    rows.sort(Comparator.comparingDouble(row -> -Form.number(row.get(1))));
    return new Table(
        "growth",
        "Tables that grew or shrank",
        "Indexes included.",
        List.of(
            Column.of("table", Form.TEXT),
            Column.bar("by", Form.BYTES),
            Column.of("was", Form.BYTES),
            Column.of("is", Form.BYTES)),
        rows);
  }

  private Table mended() {
    Set<String> still = now.advice().stream().map(Recommendation::id).collect(Collectors.toSet());
    List<List<@Nullable Object>> rows =
        !now.advised()
            ? List.of()
            : before.advice().stream()
                .filter(each -> !still.contains(each.id()))
                .map(each -> Table.row(each.id(), each.title(), each.object()))
                .toList();
    return new Table(
        "mended",
        "Mended since",
        "Advice of the earlier report that is not given any more.",
        List.of(
            Column.of("advice", Form.TEXT),
            Column.of("what", Form.TEXT),
            Column.of("where", Form.CODE)),
        rows);
  }
}
