package dev.weir.cli;

import dev.weir.api.Rejected;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Findings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Advice for people and for programs. */
final class AdviceText {
  private static final int TOP = 3;

  private final Cli cli;
  private final String database;
  private final Findings findings;

  AdviceText(Cli cli, String database, Findings findings) {
    this.cli = cli;
    this.database = database;
    this.findings = findings;
  }

  void print(@Nullable String explained) throws IOException {
    if (!cli.output().forPeople()) {
      programs(explained);
    } else if (explained != null) {
      explain(find(explained));
    } else {
      people();
    }
  }

  private Advice find(String id) {
    return findings.advice().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Rejected.because(
                CliError.USAGE, "Database " + database + ": there is no advice " + id + " now."));
  }

  private void people() throws IOException {
    List<Advice> all = findings.advice();
    if (all.isEmpty()) {
      cli.say(database + ": nothing to do." + unknown());
    } else {
      cli.say(database + ": " + all.size() + " things to do." + unknown());
      cli.say("");
      cli.say(all.size() > TOP ? "The three most worth doing:" : "Most worth doing:");
      for (int i = 0; i < Math.min(TOP, all.size()); i++) {
        top(i + 1, all.get(i));
      }
      cli.say("");
      table(all);
      cli.say("All about one: weir advise " + database + " --explain ID");
    }
    notChecked();
  }

  private String unknown() {
    int count = findings.notChecked().size();
    return count == 0 ? "" : " " + count + " things could not be checked; see below.";
  }

  private void top(int number, Advice advice) throws IOException {
    cli.say("  " + number + ". " + advice.text());
    cli.say(
        "     "
            + (advice.remedy().applicable()
                ? "weir advise apply " + database + " " + advice.id()
                : "weir advise " + database + " --explain " + advice.id()));
  }

  private void table(List<Advice> all) throws IOException {
    Listing listing = Listing.of("id", "severity", "rule", "object", "gain", "mended by");
    for (Advice advice : all) {
      listing.add(
          advice.id(),
          lower(advice),
          advice.rule().code(),
          advice.object(),
          advice.gain().text(),
          advice.remedy().applicable() ? "apply" : "you");
    }
    cli.print(listing);
  }

  private void notChecked() throws IOException {
    if (findings.notChecked().isEmpty()) {
      return;
    }
    cli.say("");
    cli.say("Not checked, so not known to be fine:");
    for (NotChecked each : findings.notChecked()) {
      cli.say("  " + each.what() + ": " + each.reason());
      cli.say("     -> " + each.mend());
    }
  }

  private void explain(Advice advice) throws IOException {
    cli.say(advice.text());
    cli.say("");
    cli.say(
        lower(advice)
            + " · "
            + advice.rule().code()
            + " · "
            + advice.object()
            + " · gain "
            + advice.gain().text());
    cli.say("");
    cli.say("What it means: " + advice.rule().meaning());
    cli.say("What shows it:");
    for (Map.Entry<String, String> fact : advice.evidence().entrySet()) {
      cli.say("  " + fact.getKey() + ": " + fact.getValue());
    }
    commands("What mends it:", advice.remedy().commands());
    cli.say("Risk: " + advice.rule().risk());
    if (advice.remedy().undo().isEmpty()) {
      cli.say("The way back: none is needed, or there is none.");
    } else {
      commands("The way back:", advice.remedy().undo());
    }
    cli.say(
        advice.remedy().applicable()
            ? "To have it done, and measured: weir advise apply " + database + " " + advice.id()
            : "Only a person should do this; it cuts somebody off, locks for long or needs a"
                + " restart.");
  }

  private void commands(String title, List<String> commands) throws IOException {
    cli.say(title);
    for (String command : commands) {
      cli.say("  " + command.replace("\n", "\n  ") + (command.startsWith("--") ? "" : ";"));
    }
  }

  private static String lower(Advice advice) {
    return advice.rule().severity().name().toLowerCase(Locale.ROOT);
  }

  private void programs(@Nullable String explained) throws IOException {
    Listing listing =
        Listing.of(
            "state",
            "id",
            "rule",
            "severity",
            "object",
            "text",
            "gain:float",
            "gainUnit",
            "points:float",
            "meaning",
            "evidence:array",
            "commands:array",
            "risk",
            "undo:array",
            "apply:boolean");
    for (Advice advice : explained == null ? findings.advice() : List.of(find(explained))) {
      listing.add(
          "advice",
          advice.id(),
          advice.rule().code(),
          lower(advice),
          advice.object(),
          advice.text(),
          advice.gain().amount(),
          advice.gain().unit(),
          advice.gain().points(),
          advice.rule().meaning(),
          advice.evidence().entrySet().stream()
              .map(fact -> Map.of("name", fact.getKey(), "value", fact.getValue()))
              .toList(),
          advice.remedy().commands(),
          advice.rule().risk(),
          advice.remedy().undo(),
          advice.remedy().applicable());
    }
    for (NotChecked each : explained == null ? findings.notChecked() : List.<NotChecked>of()) {
      listing.add(
          "not checked",
          null,
          each.what(),
          null,
          null,
          each.reason(),
          null,
          null,
          null,
          null,
          List.of(),
          List.of(each.mend()),
          null,
          List.of(),
          false);
    }
    cli.print(listing);
  }
}
