package dev.weir.advisor.postgresql;

import static java.util.stream.Collectors.joining;

import dev.weir.api.DatabaseError;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the checks have found so far. */
final class Report {
  private static final String UNLOCK =
      "see who holds a table by weir locks, and ask again when it has ended";

  private final List<Advice> advice = new ArrayList<>();
  private final List<NotChecked> notChecked = new ArrayList<>();

  void add(Advice found) {
    advice.add(found);
  }

  void add(NotChecked left) {
    notChecked.add(left);
  }

  void skip(String reason, String mend, Rule... rules) {
    notChecked.add(
        new NotChecked(Arrays.stream(rules).map(Rule::code).collect(joining(", ")), reason, mend));
  }

  /** Runs a check; one that the server refuses is told as not made, with what would let it. */
  void check(Runnable check, String mend, Rule... rules) {
    try {
      check.run();
    } catch (WeirException refused) {
      boolean locked = refused.code() == DatabaseError.LOCK_TIMEOUT;
      if (refused instanceof Unavailable && !locked) {
        throw refused;
      }
      skip(refused.explanation(), locked ? UNLOCK : mend, rules);
    }
  }

  Findings findings() {
    return new Findings(advice, notChecked);
  }
}
