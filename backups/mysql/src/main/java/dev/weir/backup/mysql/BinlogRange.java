package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.LogArchive.Segment;
import dev.weir.spi.backup.RestorePoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The archived binary logs that follow a backup, without a gap.
 *
 * @param start where the backup ends in the first of them
 * @param gap the first that is missing although there are later ones; null where none is
 */
record BinlogRange(
    LogArchive archive, List<String> names, long start, long bytes, @Nullable String gap) {
  /**
   * The part of it that leads to a point: whole files, and of the last one what begins before
   * {@code stop}.
   */
  record Part(List<String> names, long start, long stop) {
    boolean holds(String file, long at) {
      return !(file.equals(names.getFirst()) && at < start)
          && !(file.equals(names.getLast()) && at >= stop);
    }
  }

  /**
   * @throws dev.weir.api.Failed with {@code MYBACKUP-009} when the first of them is not there
   */
  static BinlogRange of(LogArchive archive, BackupContent content) throws IOException {
    Map<String, String> facts = content.position().facts();
    Optional<BinlogName> first = BinlogName.parse(facts.getOrDefault("binlog", ""));
    if (first.isEmpty()) {
      throw Rejected.because(
          MysqlBackupError.POINT,
          "The backup "
              + content.id()
              + " does not tell where the binary log stood, so it cannot be rolled forward.");
    }
    Map<String, Long> there = new HashMap<>();
    BinlogName last = first.get();
    for (Segment segment : archive.segments()) {
      Optional<BinlogName> name = BinlogName.parse(segment.name());
      if (name.isPresent() && name.get().base().equals(last.base())) {
        there.put(segment.name(), segment.size());
        last = name.get().compareTo(last) > 0 ? name.get() : last;
      }
    }
    List<String> names = new ArrayList<>();
    long bytes = 0;
    BinlogName at = first.get();
    for (; there.containsKey(at.toString()); at = at.next()) {
      names.add(at.toString());
      bytes += there.get(at.toString());
    }
    if (names.isEmpty()) {
      throw incomplete("The archive lacks the binary log " + first.get() + ".");
    }
    String gap = at.compareTo(last) < 0 ? at.toString() : null;
    return new BinlogRange(
        archive, names, Long.parseLong(facts.getOrDefault("offset", "4")), bytes, gap);
  }

  private static Failed incomplete(String what) {
    return Failed.because(
        MysqlBackupError.LOG_INCOMPLETE, what + " " + MysqlBackupError.LOG_INCOMPLETE.nextStep());
  }

  /**
   * Reads the logs up to a point, so that what is missing or damaged is found before anything is
   * touched.
   *
   * @throws dev.weir.api.WeirException with {@code MYBACKUP-009} to {@code MYBACKUP-011}
   */
  Part until(RestorePoint point) throws IOException {
    BinlogStop stop = new BinlogStop(point, start);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      stop.begin(name, i == 0);
      try (InputStream in = new BufferedInputStream(archive.read(name), 1 << 16)) {
        stop.end(Binlog.read(name, in, stop::heard));
      }
      if (stop.found()) {
        return new Part(names.subList(0, i + 1), start, stop.at());
      }
    }
    if (gap != null) {
      throw incomplete("The archive lacks the binary log " + gap + ", and has later ones.");
    }
    stop.missed()
        .ifPresent(why -> {
          throw incomplete(why);
        });
    return new Part(names, start, Long.MAX_VALUE);
  }
}
