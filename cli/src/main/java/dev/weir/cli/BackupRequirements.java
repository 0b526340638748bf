package dev.weir.cli;

import dev.weir.backups.Readiness;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What backup methods need, told like the steps of a test. */
final class BackupRequirements {
  private final Cli cli;

  BackupRequirements(Cli cli) {
    this.cli = cli;
  }

  /** Answers 0 when one of them can work. */
  int tell(List<Readiness> methods) throws IOException {
    if (cli.output().forPeople()) {
      for (Readiness each : methods) {
        people(each);
      }
    } else {
      cli.print(rows(methods));
    }
    return methods.stream().anyMatch(Readiness::ready) ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private void people(Readiness each) throws IOException {
    cli.say(each.method() + (each.ready() ? " can work: " : " cannot work: ") + each.summary());
    for (Requirement need : each.requirements()) {
      cli.say(String.format("  %-8s %-18s %s", state(need), need.name(), need.finding()));
      if (!need.mend().isEmpty()) {
        cli.say("  " + " ".repeat(9) + "-> " + need.mend());
      }
    }
  }

  private static Listing rows(List<Readiness> methods) {
    Listing rows = Listing.of("method", "requirement", "state", "finding", "mend");
    for (Readiness each : methods) {
      for (Requirement need : each.requirements()) {
        rows.add(each.method(), need.name(), state(need), need.finding(), need.mend());
      }
    }
    return rows;
  }

  private static String state(Requirement need) {
    return need.state().name().toLowerCase(Locale.ROOT);
  }
}
