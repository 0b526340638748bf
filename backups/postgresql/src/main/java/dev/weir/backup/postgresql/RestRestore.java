package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of {@code pgbackrest restore} into a folder. */
final class RestRestore {
  private final BackupContent content;
  private final RestoreRequest request;
  private final Path folder;
  private final Work work;
  private final Map<String, String> reference = new HashMap<>();

  RestRestore(BackupContent content, RestoreRequest request, Path folder, Work work)
      throws IOException {
    this.content = content;
    this.request = request;
    this.folder = folder;
    this.work = work;
    for (String line : Contents.text(content, RestBackup.REFERENCE).lines().toList()) {
      String[] parts = line.split("=", 2);
      reference.put(parts[0], parts[1]);
    }
    reference.putAll(chosen());
  }

  /** Another machine may keep the configuration elsewhere. */
  private Map<String, String> chosen() {
    Map<String, String> chosen = new HashMap<>(request.options());
    chosen.keySet().retainAll(List.of("config", "stanza"));
    return chosen;
  }

  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    Requirement program = Stanza.requirement();
    found.add(program);
    found.add(emptiness());
    if (program.state() != Requirement.State.MISSING) {
      stanza().backup(label());
      found.add(Requirement.ok("backup", "pgBackRest has the backup " + label() + "."));
      found.add(log());
    }
    return found;
  }

  private Requirement emptiness() throws IOException {
    if (Files.notExists(folder)) {
      return Requirement.ok("target", "Nothing lies in the way in " + folder + ".");
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isEmpty()) {
        return Requirement.ok("target", "Nothing lies in the way in " + folder + ".");
      }
    }
    String lies = "The folder " + folder + " is not empty.";
    boolean running = Files.exists(folder.resolve("postmaster.pid"));
    return request.clean() && !running
        ? Requirement.warning("target", lies, "What is in it will be removed.")
        : Requirement.missing(
            "target", lies, "Name an empty folder, or allow what is there to be replaced (clean).");
  }

  private Requirement log() throws IOException {
    try {
      range();
      return Requirement.ok("wal", "pgBackRest has the WAL that leads on, without a gap.");
    } catch (Failed e) {
      return Requirement.missing("wal", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  private void range() throws IOException {
    Map<String, String> facts = content.position().facts();
    long size = Long.parseLong(facts.getOrDefault("wal-segment-size", "16777216"));
    WalName start = WalName.parse(facts.getOrDefault("start-wal", ""), size).orElseThrow();
    WalName stop = WalName.parse(facts.getOrDefault("stop-wal", ""), size).orElseThrow();
    WalRange.of(new RestLog(stanza(), size), start, stop);
  }

  void run() throws IOException {
    new Recovery(request.point(), content.position(), request.options()).check();
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        throw refusal(found);
      }
    }
    if (Files.exists(folder)) {
      clear();
    }
    Files.createDirectories(folder);
    work.step("pgBackRest restores " + label());
    Command command =
        stanza()
            .command()
            .with("--log-level-console=off", "--set=" + label(), "--pg1-path=" + folder)
            .with("--process-max=" + request.jobs(), "--archive-mode=off")
            .with(
                "--tablespace-map-all="
                    + folder.resolveSibling(folder.getFileName() + "-tablespaces"))
            .with(target())
            .with("restore");
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      running.output().transferTo(OutputStream.nullOutputStream());
      running.finish();
    }
    settings();
  }

  private static RuntimeException refusal(Requirement missing) {
    String message = missing.finding() + " " + missing.mend();
    return switch (missing.name()) {
      case "target" -> Rejected.because(PostgresBackupError.NOT_EMPTY, message);
      case "wal" -> Failed.because(PostgresBackupError.LOG_INCOMPLETE, message);
      default -> Failed.because(PostgresBackupError.TOOL, message);
    };
  }

  private void clear() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Folders.delete(file);
      }
    }
  }

  private List<String> target() {
    return switch (request.point()) {
      case RestorePoint.OfBackup() -> List.of("--type=immediate", "--target-action=promote");
      case RestorePoint.Latest() -> List.of("--type=default");
      case RestorePoint.At(var time, boolean inclusive) ->
          to("time", time.toString().replace("T", " ").replace("Z", "+00"), inclusive);
      case RestorePoint.Transaction(String id, boolean inclusive) -> to("xid", id, inclusive);
      case RestorePoint.InLog(String place, boolean inclusive) -> to("lsn", place, inclusive);
      case RestorePoint.Named(String name) -> to("name", name, true);
    };
  }

  private static List<String> to(String type, String target, boolean inclusive) {
    List<String> words = new ArrayList<>();
    words.add("--type=" + type);
    words.add("--target=" + target);
    words.add("--target-action=promote");
    if (!inclusive) {
      words.add("--target-exclusive");
    }
    return words;
  }

  /** Marks where the settings for the recovery begin, among those of the server. */
  private void settings() throws IOException {
    Path auto = folder.resolve("postgresql.auto.conf");
    String all = Files.readString(auto);
    String theirs = "# Recovery settings generated by pgBackRest";
    int at = all.indexOf(theirs);
    String marked = at < 0 ? all : all.substring(0, at) + Recovery.BEGIN + "\n" + all.substring(at);
    Files.writeString(auto, marked);
    String port = request.options().get("port");
    if (port != null) {
      Files.writeString(
          auto, "\nport = " + Integer.parseInt(port) + "\n", StandardOpenOption.APPEND);
    }
  }

  private Stanza stanza() {
    return Stanza.of(reference);
  }

  private String label() {
    return reference.getOrDefault("label", "");
  }
}
