package dev.weir.spi.advise;

import dev.weir.spi.NotChecked;
import java.util.ArrayList;
import java.util.List;

/**
 * What an examination has found.
 *
 * @param advice the most worth doing first
 */
public record Findings(List<Advice> advice, List<NotChecked> notChecked) {
  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    advice = advice.stream().sorted(Advice.WORTH).toList();
    notChecked = List.copyOf(notChecked);
  }

  /** Both together. */
  public Findings and(Findings other) {
    List<Advice> all = new ArrayList<>(advice);
    all.addAll(other.advice);
    List<NotChecked> none = new ArrayList<>(notChecked);
    none.addAll(other.notChecked);
    return new Findings(all, none);
  }
}
