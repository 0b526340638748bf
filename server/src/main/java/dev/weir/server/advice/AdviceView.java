package dev.weir.server.advice;

import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Findings;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An advice as it is told.
 *
 * @param gain in words; {@code points} order advice of different units
 */
record AdviceView(
    String id,
    String rule,
    String severity,
    String title,
    String object,
    String gain,
    double points,
    Map<String, String> evidence,
    String text,
    String meaning,
    List<String> commands,
    List<String> undo,
    boolean applicable,
    String risk) {
  static AdviceView of(Advice advice) {
    return new AdviceView(
        advice.id(),
        advice.rule().code(),
        advice.rule().severity().name().toLowerCase(Locale.ROOT),
        advice.rule().title(),
        advice.object(),
        advice.gain().text(),
        advice.gain().points(),
        advice.evidence(),
        advice.text(),
        advice.rule().meaning(),
        advice.remedy().commands(),
        advice.remedy().undo(),
        advice.remedy().applicable(),
        advice.rule().risk());
  }

  /** All that was found, the most worth doing first, and what could not be looked at. */
  record Page(List<AdviceView> items, List<NotChecked> notChecked) {
    static Page of(Findings findings) {
      return new Page(
          findings.advice().stream().map(AdviceView::of).toList(), findings.notChecked());
    }
  }
}
