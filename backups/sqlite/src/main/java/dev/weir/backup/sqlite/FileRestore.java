package dev.weir.backup.sqlite;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.SearchPath;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a backup back. It is written beside its target, checked and brought to the disk first. A
 * file that does not exist gets its name by a rename. Into one that does, the program sqlite3
 * copies the pages in one transaction (its {@code .restore}), because whoever has the file open
 * would go on with the old one after a rename. With the option {@code replace=file} it is renamed
 * all the same, for a file that is damaged; nobody may have it open then.
 */
final class FileRestore {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final BackupContent content;
  private final RestoreRequest request;
  private final BackupSource target;
  private final Path file;
  private final Work work;

  FileRestore(BackupContent content, RestoreRequest request, BackupSource target, Work work) {
    this.content = content;
    this.request = request;
    this.target = target;
    this.work = work;
    file = Path.of(target.definition().database()).toAbsolutePath();
  }

  List<Requirement> look() {
    List<Requirement> found = new ArrayList<>();
    Path folder = folder();
    found.add(
        Files.isWritable(folder)
            ? Requirement.ok("folder", "The folder " + folder + " can be written to.")
            : Requirement.missing(
                "folder", "The folder " + folder + " cannot be written to.", "Make it writable."));
    if (!Files.exists(file)) {
      found.add(Requirement.ok("target", "There is no file " + file + " yet."));
      return found;
    }
    found.add(existing());
    if (!byRename() && program().isEmpty()) {
      found.add(
          Requirement.missing(
              "sqlite3",
              "There is no program sqlite3 on this machine, which restores into a file that"
                  + " exists.",
              SqliteBackupError.TOOL.nextStep()));
    }
    return found;
  }

  private Requirement existing() {
    if (empty()) {
      return Requirement.ok("target", "There is nothing in " + file + ".");
    }
    String lies = "The file " + file + " exists.";
    return request.clean()
        ? Requirement.warning("target", lies, "What is in it will be replaced.")
        : Requirement.missing("target", lies, SqliteBackupError.NOT_EMPTY.nextStep());
  }

  /** A file that cannot be read as a database is not empty either. */
  private boolean empty() {
    try {
      return target
          .database()
          .query("select count(*) from sqlite_schema")
          .first(row -> row.longAt(0) == 0)
          .orElse(false);
    } catch (WeirException e) {
      return false;
    }
  }

  void run() throws IOException {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        throw refusal(found);
      }
    }
    Path beside = folder().resolve("." + file.getFileName() + ".weir-" + UUID.randomUUID());
    try {
      write(beside);
      check(beside);
      if (Files.exists(file) && !byRename()) {
        copyPages(beside);
      } else {
        rename(beside);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static RuntimeException refusal(Requirement missing) {
    String message = missing.finding() + " " + missing.mend();
    return switch (missing.name()) {
      case "target" -> Rejected.because(SqliteBackupError.NOT_EMPTY, message);
      case "sqlite3" -> Failed.because(SqliteBackupError.TOOL, message);
      default -> Failed.because(SqliteBackupError.STORAGE, message);
    };
  }

  private void write(Path beside) throws IOException {
    work.step("Writing the database beside its target");
    try (InputStream in = content.read(Copying.FILE);
        FileChannel channel =
            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      Copying.pump(in, out, work);
      channel.force(true);
    }
  }

  /** The header tells how many pages of which size there are (sqlite.org/fileformat2.html). */
  private void check(Path beside) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(beside)) {
      header = in.readNBytes(100);
    }
    long size = Files.size(beside);
    if (header.length < 100
        || !java.util.Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || size != pages(ByteBuffer.wrap(header))) {
      throw Failed.because(
          SqliteBackupError.CONTENT,
          "The file "
              + Copying.FILE
              + " of the backup "
              + content.id()
              + " is not a whole SQLite database; "
              + file
              + " is as it was. "
              + SqliteBackupError.CONTENT.nextStep());
    }
  }

  private static long pages(ByteBuffer header) {
    int size = header.getShort(16) & 0xffff;
    return (header.getInt(28) & 0xffff_ffffL) * (size == 1 ? 65_536 : size);
  }

  private void rename(Path beside) throws IOException {
    work.step("Putting the database in its place");
    // A journal that is left would be played into a database that it does not belong to.
    for (String journal : List.of("-wal", "-shm", "-journal")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + journal));
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void copyPages(Path beside) throws IOException {
    work.step("Replacing what is in the database");
    Command command =
        Command.of(program().orElseThrow().toString(), "-batch", "-bail", "-init", "/dev/null")
            .with(file.toString(), ".timeout 60000", ".restore main " + beside.getFileName())
            .in(folder());
    try (var running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      running.output().transferTo(OutputStream.nullOutputStream());
      running.finish();
    }
  }

  private boolean byRename() {
    return "file".equals(request.options().get("replace"));
  }

  private Optional<Path> program() {
    String tools = target.options().get("tools");
    return tools == null
        ? SearchPath.find("sqlite3")
        : Optional.of(Path.of(tools, "sqlite3")).filter(Files::isExecutable);
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }
}
