package dev.weir.backup.postgresql;

import dev.weir.spi.backup.LogArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a timeline came to be, by its history file: each line names an earlier timeline and the LSN
 * at which it was left (PostgreSQL manual, continuous archiving, timelines).
 *
 * @param steps earlier timelines in order, without the last one
 */
record Timelines(int last, List<Step> steps) {
  /** A timeline and where it was left. */
  record Step(int timeline, Lsn left) {}

  /** The newest one in an archive that descends from {@code from}. */
  static Timelines newest(LogArchive archive, int from) throws IOException {
    Timelines best = new Timelines(from, List.of());
    for (LogArchive.Segment file : archive.segments()) {
      if (file.name().matches("[0-9A-F]{8}\\.history")) {
        Timelines found = read(archive, Integer.parseUnsignedInt(file.name().substring(0, 8), 16));
        if (found.last > best.last && found.descends(from)) {
          best = found;
        }
      }
    }
    return best;
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
