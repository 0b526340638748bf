package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.stream.ContentReader;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Scope;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** One backup of a repository, as methods see it. */
final class StoredContent implements BackupContent {
  private final Repository repository;
  private final Manifest manifest;

  StoredContent(Repository repository, Manifest manifest) {
    this.repository = repository;
    this.manifest = manifest;
  }

  @Override
  public String id() {
    return manifest.id();
  }

  @Override
  public Level level() {
    return manifest.level();
  }

  @Override
  public Scope scope() {
    return manifest.scope();
  }

  @Override
  public String serverVersion() {
    return manifest.server().version();
  }

  @Override
  public Position position() {
    return new Position(manifest.position());
  }

  @Override
  public Instant started() {
    return manifest.started();
  }

  @Override
  public List<String> files() {
    return manifest.files().stream().map(StoredFile::name).toList();
  }

  @Override
  public long size(String file) {
    return stored(file).plainSize();
  }

  @Override
  public InputStream read(String file) {
    return ContentReader.open(
        repository.store(),
        Places.backup(manifest.database(), manifest.id()),
        stored(file),
        repository.keys(),
        Draft.about(manifest.id(), file),
        manifest.describe());
  }

  private StoredFile stored(String name) {
    return manifest.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            BackupError.CONTENT_MISSING.because(
                "The " + manifest.describe() + " has no file " + name + "."));
  }
}
