package dev.weir.operations.backup.retention;

import dev.weir.operations.backup.repository.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says for each backup why it is kept or goes. A rule counts by line: one database, method and
 * scope. Whatever the rule: what is held, what is in use, the last good and the last proven one of
 * a line, and all that a kept one builds on, stay.
 */
public final class Retention {
  /** The label of backups taken before a restore, which are kept for {@link #SAFETY} alone. */
  public static final String SAFETY_LABEL = "weir.safety";

  /** How long a backup taken before a restore is kept. */
  public static final Duration SAFETY = Duration.ofDays(7);

  private final RetentionRule rule;
  private final Instant now;
  private final Set<String> inUse;
  private final Map<String, List<String>> reasons = new HashMap<>();

  private Retention(RetentionRule rule, Instant now, Set<String> inUse) {
    this.rule = rule;
    this.now = now;
    this.inUse = inUse;
  }

  /**
   * @param inUse the ids of backups that somebody reads or builds on now
   * @return a verdict for each backup, the oldest first
   */
  public static List<Verdict> judge(
      Collection<Manifest> backups, RetentionRule rule, Instant now, Set<String> inUse) {
    Retention retention = new Retention(rule, now, inUse);
    Map<String, List<Manifest>> lines = new LinkedHashMap<>();
    backups.stream()
        .sorted(Comparator.comparing(Manifest::consistentAt).thenComparing(Manifest::id).reversed())
        .forEach(each -> lines.computeIfAbsent(line(each), _ -> new ArrayList<>()).add(each));
    lines.values().forEach(retention::line);
    backups.forEach(retention::always);
    retention.bases(backups);
    return backups.stream()
        .sorted(Comparator.comparing(Manifest::started).thenComparing(Manifest::id))
        .map(retention::verdict)
        .toList();
  }

  private static String line(Manifest backup) {
    return backup.database() + "\n" + backup.method() + "\n" + backup.scope();
  }

  static boolean safety(Manifest backup) {
    return backup.labels().containsKey(SAFETY_LABEL);
  }

  private void line(List<Manifest> newestFirst) {
    List<Manifest> regular = newestFirst.stream().filter(each -> !safety(each)).toList();
    List<Manifest> good = regular.stream().filter(Manifest::good).toList();
    keepFirst(good, _ -> true, "last good one");
    keepFirst(good, Manifest::proven, "last proven one");
    if (good.isEmpty()) {
      // A doubtful backup is better than none.
      regular.forEach(each -> keep(each, "no better one"));
    }
    good.stream()
        .limit(rule.count())
        .forEach(each -> keep(each, "among the newest " + rule.count()));
    for (Calendar calendar : Calendar.values()) {
      spans(good, calendar);
    }
    regular.stream().filter(this::young).forEach(each -> keep(each, "younger than " + age()));
  }

  private void keepFirst(List<Manifest> all, Predicate<Manifest> which, String reason) {
    all.stream().filter(which).findFirst().ifPresent(each -> keep(each, reason));
  }

  private void spans(List<Manifest> newestFirst, Calendar calendar) {
    Set<String> seen = new HashSet<>();
    for (Manifest backup : newestFirst) {
      String span = calendar.span(backup.consistentAt(), rule.zone());
      if (seen.size() < calendar.many(rule) && seen.add(span)) {
        keep(backup, calendar.reason(span));
      }
    }
  }

  private boolean young(Manifest backup) {
    return !rule.age().isZero() && backup.consistentAt().isAfter(now.minus(rule.age()));
  }

  private String age() {
    long days = rule.age().toDays();
    return rule.age().equals(Duration.ofDays(days)) ? days + " days" : rule.age().toString();
  }

  private void always(Manifest backup) {
    if (backup.held(now)) {
      keep(backup, "under legal hold");
    }
    if (inUse.contains(backup.id())) {
      keep(backup, "in use now");
    }
    if (safety(backup) && backup.consistentAt().isAfter(now.minus(SAFETY))) {
      keep(backup, "taken before a restore, to undo it");
    }
  }

  /** What a kept one builds on is kept, down to the full one. */
  private void bases(Collection<Manifest> backups) {
    Map<String, Manifest> byId = new HashMap<>();
    backups.forEach(each -> byId.put(each.id(), each));
    for (Manifest kept : backups) {
      Manifest at = reasons.containsKey(kept.id()) ? byId.get(kept.base()) : null;
      for (Set<String> seen = new HashSet<>(); at != null && seen.add(at.id()); ) {
        keep(at, kept.id() + " builds on it");
        at = byId.get(at.base());
      }
    }
  }

  private void keep(Manifest backup, String reason) {
    List<String> all = reasons.computeIfAbsent(backup.id(), _ -> new ArrayList<>());
    if (!all.contains(reason)) {
      all.add(reason);
    }
  }

  private Verdict verdict(Manifest backup) {
    List<String> why = reasons.get(backup.id());
    if (why != null) {
      return new Verdict(backup, true, why);
    }
    String reason =
        safety(backup)
            ? "taken before a restore, more than 7 days ago"
            : !backup.good()
                ? "failed its last verification, and there are better ones"
                : rule.age().isZero() ? "no part of the rule keeps it" : "older than " + age();
    return new Verdict(backup, false, List.of(reason));
  }

  /** From when on the archived log is needed; null where nothing kept can be rolled forward. */
  public static @org.jspecify.annotations.Nullable Instant logNeededSince(
      Collection<Verdict> verdicts, Predicate<String> methodHasLog) {
    return verdicts.stream()
        .filter(Verdict::kept)
        .map(Verdict::backup)
        .filter(each -> methodHasLog.test(each.method()))
        .map(Manifest::started)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
