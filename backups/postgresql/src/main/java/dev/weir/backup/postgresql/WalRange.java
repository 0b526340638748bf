package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.LogArchive.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The archived files that roll a backup forward, in order, without a gap.
 *
 * @param names segments, and the history files on the way
 * @param timeline the one on which they end
 */
record WalRange(List<String> names, long bytes, int timeline) {
  /**
   * From the segment in which a backup began to the last one in the archive.
   *
   * @param stop the segment in which the backup ended, which must be there
   * @throws dev.weir.api.Failed with {@code PGBACKUP-004} that names the first one missing
   */
  static WalRange of(LogArchive archive, WalName start, WalName stop) throws IOException {
    return of(archive, start, stop, Timelines.newest(archive, start.timeline()));
  }

  /** The same on these timelines, such as one that others have left behind. */
  static WalRange of(LogArchive archive, WalName start, WalName stop, Timelines timelines)
      throws IOException {
    Map<String, Segment> there = new HashMap<>();
    WalName furthest = stop;
    for (Segment segment : archive.segments()) {
      there.put(segment.name(), segment);
      var name = WalName.parse(segment.name(), start.size());
      if (name.isPresent()
          && name.get().number() > furthest.number()
          && timelines.at(name.get()) == name.get().timeline()) {
        furthest = name.get();
      }
    }
    return collect(there, timelines, start, furthest);
  }

  private static WalRange collect(
      Map<String, Segment> there, Timelines timelines, WalName start, WalName furthest) {
    List<String> names = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    long bytes = 0;
    for (WalName at = start; at.number() <= furthest.number(); at = at.next()) {
      String name = at.on(timelines.at(at)).toString();
      Segment segment = there.get(name);
      if (segment == null) {
        missing.add(name);
      } else if (segment.size() != start.size()) {
        throw Failed.because(
            PostgresBackupError.LOG_FILE,
            "The archived "
                + name
                + " has "
                + segment.size()
                + " bytes instead of "
                + start.size()
                + ".");
      } else {
        names.add(name);
        bytes += segment.size();
      }
    }
    if (!missing.isEmpty()) {
      throw missing(missing, furthest);
    }
    timelines.histories().filter(there::containsKey).forEach(names::add);
    return new WalRange(names, bytes, timelines.last());
  }

  private static Failed missing(List<String> missing, WalName furthest) {
    String more = missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more";
    return Failed.because(
        PostgresBackupError.LOG_INCOMPLETE,
        "The archive lacks the WAL segment "
            + missing.getFirst()
            + more
            + "; it has others up to "
            + furthest
            + ".");
  }
}
