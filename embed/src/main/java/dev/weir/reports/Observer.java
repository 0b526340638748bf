package dev.weir.reports;

import dev.weir.operations.monitor.Monitored;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.monitor.Rates;
import dev.weir.operations.report.Observation;
import dev.weir.operations.report.Observation.Rate;
import dev.weir.operations.report.Recommendation;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at a database for a report. Stateless. */
public final class Observer {
  private static final int MOST = 2_000;

  private Observer() {}

  /**
   * What is seen now.
   *
   * @param first taken a while before, for rates
   * @param advice empty when nobody looked for advice
   * @param budget for all queries together
   * @throws dev.weir.api.Unavailable when the database cannot be reached
   */
  public static Observation observe(
      Monitored monitored, Picture first, Optional<Findings> advice, Duration budget) {
    return Monitored.quietly(() -> look(monitored, first, advice, budget));
  }

  private static Observation look(
      Monitored monitored, Picture first, Optional<Findings> advice, Duration budget) {
    Picture now = Picture.take(monitored, budget, MOST);
    Look look = monitored.look(budget, MOST);
    Monitor monitor = monitored.monitor();
    String inside = monitored.database().definition().database();
    return new Observation(
        monitored.database().name(),
        monitored.database().definition().type(),
        inside,
        now.at(),
        now.server(),
        rates(now, now.since(first), inside),
        now.sessions(),
        now.statements(),
        monitor.tables(look),
        monitor.indexes(look),
        now.waits(),
        monitor.replication(look),
        monitor.slots(look),
        monitor.settings(look),
        advice.isPresent(),
        advice.stream().flatMap(all -> all.advice().stream()).map(Observer::told).toList(),
        advice.stream().flatMap(all -> all.notChecked().stream()).map(Observer::gap).toList());
  }

  private static Recommendation told(Advice advice) {
    return new Recommendation(
        advice.id(),
        advice.rule().severity().name().toLowerCase(Locale.ROOT),
        advice.rule().title(),
        advice.object(),
        advice.gain().text(),
        advice.evidence(),
        advice.text(),
        advice.remedy().commands(),
        advice.rule().risk(),
        advice.remedy().undo());
  }

  private static NotChecked gap(NotChecked gap) {
    return new NotChecked("advice " + gap.what(), gap.reason(), gap.mend());
  }

  /** Of the database where the server counts for each, of the server otherwise. */
  private static List<Rate> rates(Picture now, Rates rates, String inside) {
    List<Rate> all = new ArrayList<>();
    for (Figure figure : now.server().items()) {
      if (figure.about().equals(inside) || figure.about().isEmpty()) {
        rates
            .perSecond(figure.name(), figure.about())
            .ifPresent(rate -> all.add(new Rate(figure.name(), rate)));
      }
    }
    return all;
  }
}
