package dev.weir.backup.redis;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Puts a snapshot into the folder of a server that does not run, as its {@code dump.rdb}. */
final class FolderRestore {
  private static final int BLOCK = 1 << 16;

  private final BackupContent content;
  private final Path folder;
  private final boolean clean;
  private final Work work;

  FolderRestore(BackupContent content, Path folder, boolean clean, Work work) {
    this.content = content;
    this.folder = folder;
    this.clean = clean;
    this.work = work;
  }

  List<Requirement> look() throws IOException {
    List<String> lies = lies();
    List<Requirement> found = new ArrayList<>();
    if (lies.isEmpty()) {
      found.add(Requirement.ok("target", "The folder " + folder + " is empty."));
    } else {
      String told = "In " + folder + " there is " + String.join(", ", lies) + ".";
      found.add(
          clean
              ? Requirement.warning("target", told, "A dump.rdb will be replaced.")
              : Requirement.missing("target", told, RedisBackupError.NOT_EMPTY.nextStep()));
    }
    if (lies.stream().anyMatch(name -> name.startsWith("appendonly"))) {
      found.add(
          Requirement.missing(
              "appendonly",
              "A server in " + folder + " would load its append-only file, not the snapshot.",
              "Move the append-only file away first."));
    }
    found.add(
        Requirement.warning(
            "start",
            "A server with appendonly yes does not load dump.rdb.",
            "Start it with --appendonly no, then CONFIG SET appendonly yes."));
    return found;
  }

  private List<String> lies() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().limit(20).toList();
    }
  }

  void run() throws IOException {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        throw Rejected.because(RedisBackupError.NOT_EMPTY, found.finding() + " " + found.mend());
      }
    }
    work.step("Writing the snapshot to " + folder);
    Files.createDirectories(folder);
    Path partial = folder.resolve(RedisBackup.FILE + ".partial");
    try {
      write(partial);
      Files.move(
          partial,
          folder.resolve(RedisBackup.FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private void write(Path partial) throws IOException {
    if (!content.files().contains(RedisBackup.FILE)) {
      throw Failed.because(
          RedisBackupError.CONTENT,
          "The backup "
              + content.id()
              + " has no "
              + RedisBackup.FILE
              + ". "
              + RedisBackupError.CONTENT.nextStep());
    }
    RdbCheck check = new RdbCheck();
    try (InputStream in = content.read(RedisBackup.FILE);
        FileChannel channel =
            FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        work.check();
        check.passed(block, 0, n);
        out.write(block, 0, n);
        work.advance(n);
      }
      check.end("The snapshot of the backup " + content.id());
      channel.force(true);
    }
  }
}
