package dev.weir.advisor.mysql;

import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the checks have found so far. */
final class Report {
  private final List<Advice> advice = new ArrayList<>();
  private final List<NotChecked> notChecked = new ArrayList<>();

  void add(Advice found) {
    advice.add(found);
  }

  /** Whether something was said of an object already. */
  boolean tells(String object) {
    return advice.stream().anyMatch(each -> each.object().equals(object));
  }

  void skip(String reason, String mend, Rule... rules) {
    notChecked.add(
        new NotChecked(
            Arrays.stream(rules).map(Rule::code).collect(Collectors.joining(", ")), reason, mend));
  }

  /** Runs a check; one that the server refuses is told as not made, with what would let it. */
  void check(Runnable check, String mend, Rule... rules) {
    try {
      check.run();
    } catch (Unavailable gone) {
      throw gone;
    } catch (WeirException refused) {
      skip(refused.explanation(), mend, rules);
    }
  }

  Findings findings() {
    return new Findings(advice, notChecked);
  }
}
