package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.spi.backup.LogArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a timeline came to be, by its history file: each line names an earlier timeline and the LSN
 * at which it was left (PostgreSQL manual, continuous archiving, timelines).
 *
 * @param steps earlier timelines in order, without the last one
 */
record Timelines(int last, List<Step> steps) {
  /** A timeline and where it was left. */
  record Step(int timeline, Lsn left) {}

  /**
   * The newest one that descends from {@code from} and has WAL of its own in the archive: a server
   * archives the history as soon as it is promoted, and its first segment only when that is full.
   */
  static Timelines newest(LogArchive archive, int from) throws IOException {
    Timelines best = new Timelines(from, List.of());
    Set<Integer> alive = new HashSet<>();
    List<Integer> told = new ArrayList<>();
    for (LogArchive.Segment file : archive.segments()) {
      if (file.name().matches("[0-9A-F]{24}")) {
        alive.add(Integer.parseUnsignedInt(file.name().substring(0, 8), 16));
      } else if (file.name().matches("[0-9A-F]{8}\\.history")) {
        told.add(Integer.parseUnsignedInt(file.name().substring(0, 8), 16));
      }
    }
    for (int timeline : told) {
      if (timeline > best.last && alive.contains(timeline)) {
        Timelines found = read(archive, timeline);
        best = found.descends(from) ? found : best;
      }
    }
    return best;
  }

  /**
   * One by its number.
   *
   * @throws dev.weir.api.Rejected with {@code PGBACKUP-006} when it does not descend from {@code
   *     from}
   */
  static Timelines named(LogArchive archive, int from, int wanted) throws IOException {
    if (wanted == from) {
      return new Timelines(from, List.of());
    }
    if (archive.find(WalName.history(wanted)).isPresent()) {
      Timelines found = read(archive, wanted);
      if (found.descends(from)) {
        return found;
      }
    }
    throw Rejected.because(
        PostgresBackupError.POINT,
        "The archive knows no timeline " + wanted + " that goes on from " + from + ".");
  }

  /** The history files that tell of it. */
  Stream<String> histories() {
    return Stream.concat(steps.stream().map(Step::timeline), Stream.of(last)).map(WalName::history);
  }

  private static Timelines read(LogArchive archive, int timeline) throws IOException {
    List<Step> steps = new ArrayList<>();
    try (InputStream in = archive.read(WalName.history(timeline))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] words = line.strip().split("\\s+");
        if (words.length >= 2 && words[0].matches("\\d+")) {
          steps.add(new Step(Integer.parseInt(words[0]), Lsn.parse(words[1])));
        }
      }
    }
    return new Timelines(timeline, List.copyOf(steps));
  }

  private boolean descends(int from) {
    return steps.stream().anyMatch(step -> step.timeline() == from);
  }

  /** On which timeline a segment is read: the one in force at its end. */
  int at(WalName segment) {
    Lsn end = segment.next().start();
    for (Step step : steps) {
      if (step.left().compareTo(end) >= 0) {
        return step.timeline();
      }
    }
    return last;
  }
}
