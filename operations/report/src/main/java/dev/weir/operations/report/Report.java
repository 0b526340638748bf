package dev.weir.operations.report;

import dev.weir.spi.NotChecked;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database at a moment: numbers to see first, what to do, then the details.
 *
 * @param since of a comparison: the moment of the earlier report; null otherwise
 * @param charts how it went over a span of time; none where no history was kept
 * @param advised false when nobody looked for advice
 * @param advice the most worth doing first
 * @param gaps what could not be looked at
 */
public record Report(
    String database,
    String type,
    Instant at,
    @Nullable Instant since,
    List<KeyFigure> figures,
    List<Chart> charts,
    boolean advised,
    List<Recommendation> advice,
    List<Table> tables,
    List<NotChecked> gaps) {
  public Report {
    figures = List.copyOf(figures);
    // A report in JSON that was written before there were any has none.
    charts = charts == null ? List.of() : List.copyOf(charts);
    advice = List.copyOf(advice);
    tables = List.copyOf(tables);
    gaps = List.copyOf(gaps);
  }

  /** The report of what was seen; parts of which nothing is known are left out. */
  public static Report of(Observation seen) {
    List<NotChecked> unseen =
        Stream.of(
                seen.server(),
                seen.sessions(),
                seen.statements(),
                seen.tables(),
                seen.indexes(),
                seen.waits(),
                seen.replication(),
                seen.slots(),
                seen.settings())
            .flatMap(reading -> reading.gaps().stream())
            .toList();
    List<NotChecked> gaps =
        Stream.concat(unseen.stream(), seen.unadvised().stream())
            .filter(gap -> !gap.reason().endsWith("does not tell any to Weir."))
            .distinct()
            .toList();
    List<Table> tables =
        Stream.of(
                Load.statements(seen),
                Load.waits(seen),
                Load.sessions(seen),
                Load.blocked(seen),
                Storage.tables(seen),
                Storage.scanned(seen),
                Storage.indexes(seen),
                Storage.unused(seen),
                Setup.replication(seen),
                Setup.slots(seen),
                Setup.settings(seen))
            .filter(table -> !table.rows().isEmpty())
            .toList();
    return new Report(
        seen.database(),
        seen.type(),
        seen.at(),
        null,
        KeyFigures.of(seen),
        List.of(),
        seen.advised(),
        seen.advice(),
        tables,
        gaps);
  }

  /** The same with how it went over a span of time, and what changed since the one before. */
  public Report over(Past past) {
    List<Table> all = Stream.concat(Trends.tables(past).stream(), tables.stream()).toList();
    return new Report(
        database, type, at, since, figures, Trends.charts(past), advised, advice, all, gaps);
  }

  Optional<Table> table(String id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst();
  }

  /** In a sentence, how it stands. */
  public String verdict() {
    if (!advised) {
      return "Nobody has looked for advice.";
    }
    String fresh = since == null ? "" : "new ";
    if (advice.isEmpty()) {
      return "Nothing "
          + fresh
          + "to mend was found"
          + (gaps.isEmpty() ? "." : " in what could be looked at.");
    }
    long critical = advice.stream().filter(each -> each.severity().equals("critical")).count();
    String things =
        advice.size() == 1 ? "One " + fresh + "thing" : advice.size() + " " + fresh + "things";
    return things + " to mend" + (critical == 0 ? "." : ", " + critical + " of them critical.");
  }
}
