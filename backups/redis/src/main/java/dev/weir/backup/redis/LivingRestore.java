package dev.weir.backup.redis;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a snapshot into a running server: a private one loads it, and each key goes from there to
 * the target as the server itself writes it (DUMP and RESTORE), with what is left of its time. What
 * the target holds is removed once the snapshot has been loaded and found good.
 */
final class LivingRestore {
  private final BackupContent content;
  private final BackupSource target;
  private final boolean clean;
  private final Work work;

  LivingRestore(BackupContent content, BackupSource target, boolean clean, Work work) {
    this.content = content;
    this.target = target;
    this.clean = clean;
    this.work = work;
  }

  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    try (Wire wire = Wire.open(target)) {
      Info info = Info.of(wire);
      found.add(emptiness(info));
      found.add(role(info));
      found.add(program(info));
    }
    return found;
  }

  private Requirement emptiness(Info info) {
    if (info.databases().isEmpty()) {
      return Requirement.ok("target", "The server holds no keys.");
    }
    long keys = info.databases().stream().mapToLong(info::keys).sum();
    String told = "The server holds " + keys + " keys in its databases " + info.databases() + ".";
    return clean
        ? Requirement.warning("target", told, "All of them will be removed.")
        : Requirement.missing("target", told, RedisBackupError.NOT_EMPTY.nextStep());
  }

  private static Requirement role(Info info) {
    if (info.fact("cluster_enabled").equals("1")) {
      return Requirement.missing(
          "role",
          "The server is one of a cluster and takes the keys of its slots alone.",
          "Restore into a folder, or into a server that is not of a cluster.");
    }
    return info.fact("role").equals("master")
        ? Requirement.ok("role", "The server takes writes.")
        : Requirement.missing(
            "role", "The server follows another and takes no writes.", "Name that other one.");
  }

  /** A server refuses values as newer ones write them. */
  private Requirement program(Info info) throws IOException {
    Path folder = Files.createTempDirectory(target.work(), "look");
    try (ScratchServer scratch = ScratchServer.in(folder)) {
      String version = scratch.version();
      return Series.of(version).compareTo(Series.of(info.version())) <= 0
          ? Requirement.ok("redis-server", "Redis " + version + " is here to load the snapshot.")
          : Requirement.missing(
              "redis-server",
              "Redis "
                  + version
                  + " is here to load the snapshot, and the target is the older "
                  + info.version()
                  + ".",
              "Install a redis-server of the target's version here.");
    } catch (WeirException e) {
      return Requirement.missing(
          "redis-server", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  void run() throws IOException {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        String message = found.finding() + " " + found.mend();
        throw found.name().equals("target")
            ? Rejected.because(RedisBackupError.NOT_EMPTY, message)
            : Failed.because(RedisBackupError.SCRATCH, message);
      }
    }
    Path folder = Files.createTempDirectory(target.work(), "snapshot");
    try (ScratchServer scratch = ScratchServer.in(folder)) {
      new FolderRestore(content, scratch.folder(), true, work).run();
      scratch.start(work);
      try (Wire from = Wire.open(scratch.definition(), scratch.password().get());
          Wire to = Wire.open(target)) {
        work.onCancel(to::close);
        move(from, to);
      }
    }
  }

  private void move(Wire from, Wire to) throws IOException {
    work.step("Restoring into " + target.definition().describe());
    if (clean) {
      to.ask("FLUSHALL");
    }
    Info all = Info.of(from);
    for (int number : all.databases()) {
      from.ask("SELECT", Integer.toString(number));
      to.ask("SELECT", Integer.toString(number));
      new KeyTransfer(from, to, work).run();
    }
  }
}
