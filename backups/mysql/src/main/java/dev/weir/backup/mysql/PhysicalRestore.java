package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a physical backup into a folder: the full one is unpacked there, each that builds on it is
 * unpacked beside it and worked in, and archived binary logs follow by a private server. The folder
 * is where the files are prepared, so that nothing is copied once more.
 */
final class PhysicalRestore {
  private static final int BLOCK = 1 << 17;

  private final BackupChain chain;
  private final RestoreRequest request;
  private final Path folder;
  private final Work work;
  private final Version origin;
  private final Tools tools;

  PhysicalRestore(BackupChain chain, RestoreRequest request, Path folder, Work work) {
    this.chain = chain;
    this.request = request;
    this.folder = folder;
    this.work = work;
    origin = Version.ofServer(chain.last().serverVersion());
    tools = Tools.of(origin, request.options());
  }

  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    found.add(emptiness());
    found.add(tools.backup());
    if (forward()) {
      found.add(log());
      found.add(tools.reader());
      found.add(server());
    }
    return found;
  }

  private boolean forward() {
    return !(request.point() instanceof RestorePoint.OfBackup);
  }

  private Requirement emptiness() throws IOException {
    if (!Files.exists(folder) || empty()) {
      return Requirement.ok("target", "Nothing lies in the way in " + folder + ".");
    }
    if (inUse()) {
      return Requirement.missing(
          "target", "A server runs in " + folder + ".", "Stop it, or restore into another folder.");
    }
    String lies = "The folder " + folder + " is not empty.";
    return request.clean()
        ? Requirement.warning("target", lies, "What is in it will be removed.")
        : Requirement.missing(
            "target", lies, "Name an empty folder, or allow what is there to be replaced (clean).");
  }

  /** A server keeps a lock on its first file of tables as long as it runs. */
  private boolean inUse() throws IOException {
    Path file = folder.resolve("ibdata1");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  private boolean empty() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private Requirement log() throws IOException {
    try {
      BinlogRange range = BinlogRange.of(chain.log(), chain.last());
      return range.gap() == null
          ? Requirement.ok(
              "binlog", range.names().size() + " archived binary logs lead on from the backup.")
          : Requirement.warning(
              "binlog",
              "The archive lacks the binary log " + range.gap() + ".",
              "Choose a point before it.");
    } catch (WeirException e) {
      return Requirement.missing("binlog", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  private Requirement server() throws IOException {
    try {
      ServerProgram program = ServerProgram.ofSeries(origin);
      return Requirement.ok("server", program.server() + " is of " + program.version() + ".");
    } catch (Failed e) {
      return Requirement.missing("server", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  void run() throws IOException, InterruptedException {
    refuse();
    BinlogRange.@Nullable Part part =
        forward() ? BinlogRange.of(chain.log(), chain.last()).until(request.point()) : null;
    clear();
    Files.createDirectories(folder);
    for (BackupContent each : chain.backups()) {
      work.expect(each.size(PhysicalBackup.STREAM));
    }
    unpack(chain.full(), folder);
    prepare(null);
    for (BackupContent each : chain.backups().subList(1, chain.backups().size())) {
      add(each);
    }
    if (part != null) {
      forward(part);
    }
  }

  private void refuse() throws IOException {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        String message = found.finding() + " " + found.mend();
        throw switch (found.name()) {
          case "target" -> Rejected.because(MysqlBackupError.NOT_EMPTY, message);
          case "binlog" -> Failed.because(MysqlBackupError.LOG_INCOMPLETE, message);
          default -> Failed.because(MysqlBackupError.TOOL, message);
        };
      }
    }
  }

  /** The folder itself stays: a disk may be mounted there. */
  private void clear() throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Trees.delete(each);
        }
      }
    }
  }

  private void add(BackupContent next) throws IOException {
    Path beside = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-pages"));
    try {
      unpack(next, beside);
      prepare(beside);
    } finally {
      Trees.delete(beside);
    }
  }

  private void unpack(BackupContent content, Path into) throws IOException {
    work.step("Unpacking " + content.id());
    try (InputStream in = content.read(PhysicalBackup.STREAM);
        Running running =
            Command.of(tools.unpacker().toString(), "-x", "-C", into.toString()).start()) {
      work.onCancel(running::close);
      try (OutputStream out = running.input()) {
        byte[] block = new byte[BLOCK];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
          work.check();
          out.write(block, 0, n);
          work.advance(n);
        }
      } catch (IOException broken) {
        throw running.explain(broken);
      }
      running.finish();
    }
  }

  /**
   * Makes the files consistent; with the pages that changed where there are any.
   *
   * @param pages null for the full backup alone
   */
  private void prepare(@Nullable Path pages) throws IOException {
    work.step("Preparing the files");
    Command command =
        Command.of(tools.needBackup().path().toString(), "--no-defaults", "--prepare")
            .with("--target-dir=" + folder);
    if (pages != null) {
      command = command.with("--incremental-dir=" + pages);
    }
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      running.output().transferTo(OutputStream.nullOutputStream());
      running.finish();
    }
  }

  private void forward(BinlogRange.Part part) throws IOException, InterruptedException {
    work.step("Starting a private server to roll forward");
    Path log = folder.resolveSibling(folder.getFileName() + "-forward.log");
    PrivateServer.Start start =
        new PrivateServer.Start(
            ServerProgram.ofSeries(origin),
            ScratchFolder.defaults(folder),
            folder,
            log,
            Access.of(ScratchFolder.newUser()),
            "",
            ScratchFolder.settings(chain.last()));
    try (PrivateServer server = PrivateServer.start(start, work)) {
      Command client = server.login(origin).command(tools.client());
      new RollForward(chain.log(), client, tools.needReader(), false, List.of(), work).run(part);
      server.leave(tools.client(), origin);
    }
    Files.deleteIfExists(log);
  }
}
