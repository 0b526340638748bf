package dev.weir.operations.backup;

import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Requirement.State;
import java.util.List;

/** What methods say that they need. */
final class Requirements {
  private Requirements() {}

  /** What is not there, each with what to do about it. */
  static List<String> missing(List<Requirement> all) {
    return all.stream()
        .filter(each -> each.state() == State.MISSING)
        .map(each -> (each.finding() + " " + each.mend()).strip())
        .toList();
  }

  static List<Requirement> warnings(List<Requirement> all) {
    return all.stream().filter(each -> each.state() == State.WARNING).toList();
  }
}
