package dev.weir.operations.backup;

import dev.weir.spi.backup.BackupSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private folder for one piece of work, removed afterwards. */
final class Workplace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
  private final Path folder;

  private Workplace(Path folder) {
    this.folder = folder;
  }

  /** Temporary folders are for their owner alone. */
  static Workplace below(Path root) {
    try {
      Files.createDirectories(root);
      return new Workplace(Files.createTempDirectory(root, "weir-"));
    } catch (IOException failed) {
      throw BackupError.NOT_WRITABLE.because(
          "No folder for temporary files can be made in " + root + ".", failed);
    }
  }

  /** An empty folder in it. */
  Path folder(String name) {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (IOException failed) {
      throw BackupError.NOT_WRITABLE.because(
          "No folder for temporary files can be made in " + folder + ".", failed);
    }
  }

  BackupSource source(Subject subject, String name, Map<String, String> options) {
    return new BackupSource(
        subject.database(), subject.definition(), subject.password(), folder(name), options);
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException left) {
      LOG.warn("The temporary folder {} could not be removed: {}", folder, left.toString());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path at, @Nullable IOException failed)
        throws IOException {
      Files.deleteIfExists(at);
      return FileVisitResult.CONTINUE;
    }
  }
}
