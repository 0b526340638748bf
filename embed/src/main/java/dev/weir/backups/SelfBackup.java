package dev.weir.backups;

import dev.weir.Home;
import dev.weir.api.Failed;
import dev.weir.operations.backup.BackupError;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weir itself: the files of a home and, by pg_basebackup, the embedded store of the server that
 * runs there. It is restored into the folder of a new home, whose server begins with that store.
 */
final class SelfBackup implements BackupMethod {
  static final String TYPE = "WEIR";
  static final String NAME = "weir-home";
  private static final String FILES = "home/";
  static final String STORE = "store";

  private final BackupMethod store;
  private final Map<String, Path> files = new TreeMap<>();

  /**
   * @param store takes the store
   * @param configuration what the catalog is read from
   * @param sealing whether the key that seals the secrets is kept too, as in encrypted backups
   */
  SelfBackup(BackupMethod store, Home home, Path configuration, boolean sealing) {
    this.store = store;
    files.put("weir.yaml", configuration);
    files.put("secrets.json", home.secrets());
    if (sealing) {
      files.put("master.key", home.masterKey());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Weir itself: its configuration, its sealed secrets and the server's embedded store";
  }

  @Override
  public Set<String> types() {
    return Set.of(TYPE);
  }

  @Override
  public Traits traits() {
    return new Traits(Set.of(Scope.Kind.CLUSTER), Set.of(Level.FULL), false, true);
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    return store.check(source, request).stream()
        .filter(each -> !each.name().equals("archive_mode"))
        .toList();
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    try {
      for (Map.Entry<String, Path> each : files.entrySet()) {
        if (Files.exists(each.getValue())) {
          OutputStream out = sink.file(FILES + each.getKey(), false);
          Files.copy(each.getValue(), out);
          out.close();
        }
      }
    } catch (IOException failed) {
      throw Failed.because(
          BackupError.METHOD_FAILED,
          "The files of the home cannot be read: " + failed.getMessage(),
          failed);
    }
    return store.create(source, request, sink, work);
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    List<Requirement> found = new ArrayList<>();
    Path home = folder(request);
    found.add(
        occupied(home)
            ? Requirement.missing(
                "target", "The folder " + home + " is not empty.", "Name the folder of a new home.")
            : Requirement.ok("target", "Nothing lies in the way in " + home + "."));
    found.addAll(store.check(chain, below(request, home)));
    return found;
  }

  private static boolean occupied(Path home) {
    String[] names = home.toFile().list();
    return names != null && names.length > 0;
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    Path home = folder(request);
    for (Requirement found : check(chain, request)) {
      if (found.state() == Requirement.State.MISSING) {
        throw BackupError.TARGET_NOT_EMPTY.because(found.finding() + " " + found.mend());
      }
    }
    try {
      Files.createDirectories(home);
      BackupContent content = chain.last();
      for (String file : content.files()) {
        if (file.startsWith(FILES)) {
          Home.copy(content.read(file), home.resolve(file.substring(FILES.length())));
        }
      }
    } catch (IOException failed) {
      throw Failed.because(
          BackupError.METHOD_FAILED,
          "The files of the home cannot be written: " + failed.getMessage(),
          failed);
    }
    store.restore(chain, below(request, home), work);
  }

  private static Path folder(RestoreRequest request) {
    return switch (request.target()) {
      case RestoreTarget.Folder(Path folder) -> folder;
      case RestoreTarget.Living(BackupSource _) ->
          throw BackupError.REQUIREMENT_MISSING.because(
              "Weir itself is restored into the folder of a new home, by --into-folder.");
    };
  }

  private static RestoreRequest below(RestoreRequest request, Path home) {
    return new RestoreRequest(
        new RestoreTarget.Folder(home.resolve(STORE)),
        request.point(),
        request.scope(),
        request.jobs(),
        request.clean(),
        request.options());
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return new SelfScratch(store.scratch(content, folder, work), folder.resolve("home"));
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return store.tally(source, scope, work);
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return store.inspect(restored, scope, work);
  }
}
