package dev.weir.backups;

import dev.weir.api.WeirException;
import dev.weir.engine.config.Rates;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.spi.backup.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a schedule's command: what, of which database, and the options. */
final class ScheduledWords {
  private static final Set<String> FLAGS =
      Set.of("--yes", "--no-tally", "--checksums-only", "--prune");
  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "create",
          Set.of(
              "--method",
              "--scope",
              "--level",
              "--label",
              "--option",
              "--jobs",
              "--throttle",
              "--no-tally",
              "--prune"),
          "verify",
          Set.of("--checksums-only", "--from"),
          "prune",
          Set.of("--from", "--yes"),
          "copy",
          Set.of(),
          "archive-log",
          Set.of("--option"),
          "gc",
          Set.of());

  private final String schedule;
  private final String verb;
  private final Deque<String> names = new ArrayDeque<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();

  ScheduledWords(Schedule schedule) {
    this.schedule = schedule.name();
    Deque<String> words = new ArrayDeque<>(schedule.command());
    words.poll();
    String first = words.poll();
    this.verb = first == null ? "" : first;
    while (!words.isEmpty()) {
      take(words.remove(), words);
    }
  }

  private void take(String word, Deque<String> rest) {
    if (!word.startsWith("--")) {
      names.add(word);
      return;
    }
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (!OPTIONS.getOrDefault(verb, Set.of()).contains(name)) {
      throw wrong("has the option " + name + ", which " + verb + " does not know here.");
    }
    String value =
        FLAGS.contains(name) ? "true" : equals < 0 ? rest.poll() : word.substring(equals + 1);
    if (value == null) {
      throw wrong("has the option " + name + " without its value.");
    }
    options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  ScheduledWork work(HomeBackups home) {
    ScheduledWork work =
        switch (verb) {
          case "create" -> new ScheduledWork.Create(database(), order(home), given("--prune"));
          case "verify" -> verify(home);
          case "prune" -> new ScheduledWork.Prune(names.poll(), home.location(one("--from")));
          case "copy" -> new ScheduledWork.Copy(names.poll());
          case "archive-log" -> new ScheduledWork.ArchiveLog(database(), pairs("--option"));
          case "gc" -> new ScheduledWork.Collect();
          default ->
              throw wrong(
                  "does '" + verb + "'; it can create, verify, prune, copy, archive-log and gc.");
        };
    if (!names.isEmpty()) {
      throw wrong("has words that are not understood: " + String.join(" ", names) + ".");
    }
    return work;
  }

  private ScheduledWork verify(HomeBackups home) {
    String database = database();
    String id = names.poll();
    return new ScheduledWork.Verify(
        database,
        id == null ? "latest" : id,
        new VerifyOrder(!given("--checksums-only"), List.of(), home.location(one("--from"))));
  }

  private CreateOrder order(HomeBackups home) {
    CreateOrder.Builder order = home.order().method(one("--method")).tally(!given("--no-tally"));
    String scope = one("--scope");
    String jobs = one("--jobs");
    String throttle = one("--throttle");
    try {
      if (scope != null) {
        order.scope(Scopes.parse(scope));
      }
      if (jobs != null) {
        order.jobs(Integer.parseInt(jobs));
      }
      if (throttle != null) {
        order.bytesPerSecond(Rates.parse(throttle));
      }
      String level = one("--level");
      order.level(level == null ? Level.FULL : Level.valueOf(level.toUpperCase(Locale.ROOT)));
      pairs("--label").forEach(order::label);
      pairs("--option").forEach(order::option);
      return order.build();
    } catch (IllegalArgumentException | WeirException unclear) {
      throw wrong("cannot be understood: " + unclear.getMessage());
    }
  }

  private Map<String, String> pairs(String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String each : options.getOrDefault(option, List.of())) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw wrong("has the option " + option + " that is not NAME=VALUE.");
      }
      pairs.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return pairs;
  }

  private String database() {
    String name = names.poll();
    if (name == null) {
      throw wrong("names no database.");
    }
    return name;
  }

  private boolean given(String option) {
    return options.containsKey(option);
  }

  private @Nullable String one(String option) {
    List<String> values = options.get(option);
    return values == null ? null : values.getLast();
  }

  private WeirException wrong(String what) {
    return BackupError.INVALID_SCHEDULE.because("The schedule " + schedule + " " + what);
  }
}
