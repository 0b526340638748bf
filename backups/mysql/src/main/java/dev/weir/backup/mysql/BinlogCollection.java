package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Failed;
import dev.weir.api.Statement;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.LogArchive.Segment;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Archives what a server has written to its binary log since the last time. The file that is being
 * written is closed first, if there is anything in it, so that the archive holds all that was
 * committed until then.
 */
final class BinlogCollection {
  /** What each file begins with, whatever was done. */
  private static final Set<String> OPENING =
      Set.of(
          "Format_desc",
          "Gtid_list",
          "Binlog_checkpoint",
          "Previous_gtids",
          "Start_encryption",
          "Rotate");

  /**
   * More than a file begins with: a checkpoint is told for each older file that recovery needed.
   */
  private static final int LOOKED_AT = 200;

  private final BackupSource source;
  private final Database database;
  private final LogArchive archive;
  private final Work work;

  private BinlogCollection(BackupSource source, LogArchive archive, Work work) {
    this.source = source;
    this.database = source.database();
    this.archive = archive;
    this.work = work;
  }

  /** The names of the files that are archived now and were not before, in order. */
  static List<String> run(BackupSource source, LogArchive archive, Work work) {
    return Trouble.told(
        "The archiving of the binary logs of " + source.definition().describe(),
        work,
        () -> new BinlogCollection(source, archive, work).collect());
  }

  private record Listed(String name, long size) {}

  private List<String> collect() throws IOException {
    if (!ServerFacts.of(database).log()) {
      throw Failed.because(
          MysqlBackupError.SERVER,
          source.definition().describe() + " writes no binary log. Set log_bin and restart it.");
    }
    close(listed().getLast());
    List<Listed> all = listed();
    Optional<BinlogName> newest = newest();
    List<String> added = new ArrayList<>();
    for (Listed each : all.subList(0, all.size() - 1)) {
      work.check();
      Optional<Segment> there = archive.find(each.name());
      // The newest is compared again: a server that began anew gives the same names once more.
      boolean again =
          there.isEmpty()
              || there.get().size() != each.size()
              || BinlogName.parse(each.name()).equals(newest);
      if (again) {
        work.step("Archiving " + each.name());
        keep(each);
        work.advance(each.size());
      }
      if (there.isEmpty()) {
        added.add(each.name());
      }
    }
    newest.ifPresent(last -> refuseGap(last, all.getFirst()));
    return added;
  }

  private List<Listed> listed() {
    return database
        .query(Statement.of("show binary logs").timeout(MysqlDump.LONG))
        .list(row -> new Listed(String.valueOf(row.text(0)), row.longAt(1)));
  }

  private Optional<BinlogName> newest() throws IOException {
    return archive.segments().stream()
        .flatMap(segment -> BinlogName.parse(segment.name()).stream())
        .max(BinlogName::compareTo);
  }

  private void close(Listed active) {
    boolean written =
        database
            .query(
                Statement.of(
                        "show binlog events in "
                            + Sql.literal(active.name())
                            + " limit "
                            + LOOKED_AT)
                    .timeout(MysqlDump.LONG))
            .list(row -> String.valueOf(row.text(2)))
            .stream()
            .anyMatch(type -> !OPENING.contains(type));
    if (written) {
      database.update("flush binary logs");
    }
  }

  private void refuseGap(BinlogName last, Listed first) {
    Optional<BinlogName> oldest = BinlogName.parse(first.name());
    if (oldest.isPresent() && oldest.get().compareTo(last.next()) > 0) {
      throw Failed.because(
          MysqlBackupError.LOG_INCOMPLETE,
          source.definition().describe()
              + " has removed binary logs from "
              + last.next()
              + " on before they were archived; what is there from "
              + first.name()
              + " on was archived. Take a full backup now.");
    }
  }

  private void keep(Listed file) throws IOException {
    Optional<Path> local = local(file);
    if (local.isPresent()) {
      add(file, local.get());
      return;
    }
    Path folder = Files.createDirectories(source.work().resolve("binlogs"));
    try {
      Login.of(source)
          .command(Tools.of(ServerFacts.of(database).version(), source.options()).fetcher())
          .with("--read-from-remote-server", "--raw", "--result-file=" + folder + "/", file.name())
          .run();
      add(file, folder.resolve(file.name()));
    } finally {
      Trees.delete(folder);
    }
  }

  private void add(Listed file, Path content) throws IOException {
    Binlog.check(file.name(), content);
    archive.add(file.name(), content);
  }

  /** The server's own file, where it is on this machine and may be read. */
  private Optional<Path> local(Listed file) {
    return database
        .query("select @@hostname, @@log_bin_basename")
        .first(row -> new String[] {String.valueOf(row.text(0)), String.valueOf(row.text(1))})
        .filter(told -> PhysicalNeeds.here(told[0]))
        .map(told -> Path.of(told[1]).resolveSibling(file.name()))
        .filter(Files::isReadable)
        .filter(path -> size(path) == file.size());
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return -1;
    }
  }
}
