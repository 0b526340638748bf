package dev.weir.cli;

import dev.weir.backups.Points;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.operations.backup.Restored;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.util.Locale;

/** Plans of restores and what came of them, for people and for programs. */
final class RestorePlanText {
  private final Cli cli;

  RestorePlanText(Cli cli) {
    this.cli = cli;
  }

  void tell(RestorePlan plan) throws IOException {
    if (cli.output().forPeople()) {
      people(plan);
    } else {
      programs(plan);
    }
  }

  private void people(RestorePlan plan) throws IOException {
    Manifest backup = plan.backup();
    Listing facts = Listing.of("plan", "");
    facts.add("backup", backup.database() + " " + backup.id() + " by " + backup.method());
    if (plan.chain().size() > 1) {
      facts.add("chain", String.join(" -> ", plan.chain().stream().map(Manifest::id).toList()));
    }
    facts.add("state of", backup.consistentAt().toString());
    facts.add("to", Points.text(plan.point()));
    plan.log()
        .ifPresent(
            log -> facts.add("log", log.files() + " files, " + log.first() + " to " + log.last()));
    facts.add("scope", Scopes.text(plan.scope()));
    facts.add("into", plan.target());
    facts.add("from", plan.repository());
    facts.add(
        "reads", Bytes.text(plan.storedBytes()) + ", " + Bytes.text(plan.plainBytes()) + " plain");
    facts.add(
        "takes",
        plan.estimate().map(time -> "about " + time.toSeconds() + " s").orElse("not known"));
    cli.print(facts);
    for (Requirement each : plan.requirements()) {
      cli.say(String.format("  %-8s %s: %s", lower(each.state()), each.name(), each.finding()));
      if (!each.mend().isEmpty()) {
        cli.say("  " + " ".repeat(9) + "-> " + each.mend());
      }
    }
  }

  private void programs(RestorePlan plan) throws IOException {
    Listing rows =
        Listing.of(
            "database",
            "chain:array",
            "consistentAt",
            "point",
            "scope",
            "target",
            "repository",
            "logFiles:integer",
            "storedBytes:integer",
            "plainBytes:integer",
            "estimateMillis:integer",
            "requirements:array",
            "obstacles:array",
            "confirmation");
    rows.add(
        plan.backup().database(),
        plan.chain().stream().map(Manifest::id).toList(),
        plan.backup().consistentAt().toString(),
        Points.text(plan.point()),
        Scopes.text(plan.scope()),
        plan.target(),
        plan.repository(),
        plan.log().map(log -> (long) log.files()).orElse(null),
        plan.storedBytes(),
        plan.plainBytes(),
        plan.estimate().map(Durations::millis).orElse(null),
        plan.requirements().stream()
            .map(each -> lower(each.state()) + " " + each.name() + ": " + each.finding())
            .toList(),
        plan.obstacles(),
        plan.confirmation().orElse(null));
    cli.print(rows);
  }

  void tell(Restored restored) throws IOException {
    RestoreRecord record = restored.record();
    if (cli.output().forPeople()) {
      cli.say(
          "Restored "
              + record.backup()
              + " in "
              + Durations.millis(restored.took())
              + " ms; the restore is "
              + record.id()
              + ".");
    } else {
      cli.print(RestoreListCommand.rows().add(RestoreListCommand.row(record)));
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
