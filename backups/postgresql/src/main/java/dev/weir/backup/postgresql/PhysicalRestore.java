package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresVersion;
import dev.weir.runtime.program.ProgramFailure;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a base backup into a folder, with the archived WAL that leads to the point, so that the
 * server only needs to be started there. What is missing is found before anything is written.
 */
final class PhysicalRestore {
  private static final String TAR = ".*\\.tar(\\.zst)?";

  private final BackupChain chain;
  private final BackupContent content;
  private final RestoreRequest request;
  private final Path folder;
  private final Work work;

  PhysicalRestore(BackupChain chain, RestoreRequest request, Path folder, Work work) {
    this.chain = chain;
    this.content = chain.last();
    this.request = request;
    this.folder = folder;
    this.work = work;
  }

  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    found.add(emptiness());
    found.add(log());
    PostgresVersion version = PostgresVersion.parse(content.serverVersion());
    boolean server = PostgresInstallations.of("postgres", version.major(), null).isPresent();
    found.add(
        server
            ? Requirement.ok("server", "A server of version " + version.major() + " is here.")
            : Requirement.warning(
                "server",
                "No server of version " + version.major() + " is on this machine.",
                "Install the package postgresql-"
                    + version.major()
                    + " before the restored server is started here."));
    return found;
  }

  private Requirement emptiness() throws IOException {
    if (!Files.exists(folder) || empty()) {
      return Requirement.ok("target", "Nothing lies in the way in " + folder + ".");
    }
    if (Files.exists(folder.resolve("postmaster.pid"))) {
      return Requirement.missing(
          "target",
          "A server runs in " + folder + ", or did not shut down in order.",
          "Stop it, or restore into another folder.");
    }
    String lies = "The folder " + folder + " is not empty.";
    return request.clean()
        ? Requirement.warning("target", lies, "What is in it will be removed.")
        : Requirement.missing(
            "target", lies, "Name an empty folder, or allow what is there to be replaced (clean).");
  }

  private boolean empty() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private Requirement log() throws IOException {
    try {
      WalRange range = range();
      return Requirement.ok(
          "wal",
          range == null
              ? "The backup holds all the WAL that it needs."
              : range.names().size() + " files of archived WAL lead on from the backup.");
    } catch (Failed e) {
      return Requirement.missing("wal", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  /** Null where no WAL but the backup's own is needed. */
  private @Nullable WalRange range() throws IOException {
    if (request.point() instanceof RestorePoint.OfBackup) {
      return null;
    }
    long size = Long.parseLong(fact("wal-segment-size"));
    WalName start = WalName.parse(fact("start-wal"), size).orElseThrow();
    WalName stop = WalName.parse(fact("stop-wal"), size).orElseThrow();
    String timeline = request.options().get("timeline");
    return timeline == null
        ? WalRange.of(chain.log(), start, stop)
        : WalRange.of(
            chain.log(),
            start,
            stop,
            Timelines.named(chain.log(), start.timeline(), number(timeline)));
  }

  private static int number(String timeline) {
    if (!timeline.matches("[1-9]\\d{0,8}")) {
      throw Rejected.because(
          PostgresBackupError.POINT, "A timeline is a number from 1 on, not " + timeline + ".");
    }
    return Integer.parseInt(timeline);
  }

  private String fact(String name) {
    String value = content.position().facts().get(name);
    if (value == null) {
      throw Failed.because(
          PostgresBackupError.CONTENT,
          "The manifest of the backup " + content.id() + " does not tell its " + name + ".");
    }
    return value;
  }

  void run() throws IOException {
    Recovery recovery = new Recovery(request.point(), content.position(), request.options());
    recovery.check();
    WalRange range = range();
    Requirement target = emptiness();
    if (target.state() == Requirement.State.MISSING) {
      throw Rejected.because(PostgresBackupError.NOT_EMPTY, target.finding() + " " + target.mend());
    }
    if (Files.exists(folder)) {
      clear();
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    unpack();
    verify();
    if (range != null) {
      WalSpool spool = new WalSpool(chain.log(), range, folder, work);
      spool.fill();
      spool.check(content);
    }
    recovery.write(folder, range);
  }

  private void clear() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Folders.delete(file);
      }
    }
  }

  private void unpack() throws IOException {
    work.step("Unpacking the server's files");
    for (String file : content.files()) {
      if (file.matches(TAR)) {
        work.expect(content.size(file));
      }
    }
    DataTar tar = new DataTar(content, folder, work);
    tar.unpack(BaseBackup.BASE, folder);
    if (content.files().stream().anyMatch(file -> file.matches("pg_wal\\.tar(\\.zst)?"))) {
      tar.unpack("pg_wal.tar", folder.resolve("pg_wal"));
    }
    tablespaces(tar);
  }

  /** Each goes to the folder that its option {@code tablespace.OID} names, or beside the data. */
  private void tablespaces(DataTar tar) throws IOException {
    StringBuilder map = new StringBuilder();
    for (String file : content.files()) {
      if (file.matches("\\d+\\.tar(\\.zst)?")) {
        String oid = file.substring(0, file.indexOf('.'));
        Path beside = folder.resolveSibling(folder.getFileName() + "-tablespaces").resolve(oid);
        Path place =
            Path.of(request.options().getOrDefault("tablespace." + oid, beside.toString()));
        Files.createDirectories(place);
        tar.unpack(oid + ".tar", place);
        map.append(oid).append(' ').append(place).append('\n');
      }
    }
    if (!map.isEmpty()) {
      Files.writeString(folder.resolve("tablespace_map"), map);
      Path manifest = folder.resolve("backup_manifest");
      if (content.files().contains("backup_manifest")) {
        Contents.spool(content, "backup_manifest", manifest);
      }
    }
  }

  /** Every file against the server's own manifest, where the program is here. */
  private void verify() throws IOException {
    PostgresVersion version = PostgresVersion.parse(content.serverVersion());
    Path map = folder.resolve("tablespace_map");
    boolean moved = Files.exists(map) && Files.size(map) > 0;
    var program = PostgresInstallations.atLeast("pg_verifybackup", version.major(), null);
    if (program.isEmpty() || moved || !Files.exists(folder.resolve("backup_manifest"))) {
      return;
    }
    work.step("Comparing the files with the server's manifest");
    try {
      program
          .get()
          .installation()
          .command("pg_verifybackup")
          .with("--no-parse-wal", "--exit-on-error", "--quiet", folder.toString())
          .run();
    } catch (ProgramFailure e) {
      throw Failed.because(
          PostgresBackupError.CONTENT,
          "The backup " + content.id() + " is damaged: " + e.told(),
          e);
    }
  }

  /** Facts that a restored server is started with. */
  static Map<String, String> server(BackupContent content) throws IOException {
    Map<String, String> facts = new java.util.HashMap<>();
    for (String line : Contents.text(content, BaseBackup.SERVER).lines().toList()) {
      String[] parts = line.split("=", 2);
      facts.put(parts[0], parts[1]);
    }
    return facts;
  }
}
