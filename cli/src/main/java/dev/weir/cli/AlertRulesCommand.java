package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "rules", description = "List the rules, and whether this server can check them.")
final class AlertRulesCommand implements Callable<Integer> {
  private final Cli cli;

  AlertRulesCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing rows = Listing.of("rule", "reading", "limit", "for", "severity", "checked", "playbook");
    for (Map<String, Object> rule : ServerCall.of(cli).list("/v1/alerts/rules")) {
      rows.add(
          AlertTexts.text(rule, "name"),
          AlertTexts.text(rule, "reading"),
          AlertTexts.text(rule, "limit"),
          AlertTexts.time(rule, "hold"),
          AlertTexts.lower(rule, "severity"),
          Boolean.TRUE.equals(rule.get("checked")) ? "yes" : "not checked",
          AlertTexts.text(rule, "playbook"));
    }
    cli.print(rows);
    return ExitCode.DONE;
  }
}
