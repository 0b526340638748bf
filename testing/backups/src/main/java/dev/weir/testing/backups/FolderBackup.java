package dev.weir.testing.backups;

import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Taken;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backup as plain files of a folder. */
public class FolderBackup implements BackupSink, BackupContent {
  private final Path folder;
  private final Scope scope;
  private final Level level;
  private final Instant started = Instant.now();
  private String compression = "none";
  private final List<String> files = new CopyOnWriteArrayList<>();
  private Taken taken =
      new Taken("0", Position.NONE, Instant.EPOCH, 0, List.of(), "", java.util.Map.of());

  public FolderBackup(Path folder, Scope scope, Level level) {
    this.folder = folder;
    this.scope = scope;
    this.level = level;
  }

  public void taken(Taken result) {
    taken = result;
  }

  public Taken taken() {
    return taken;
  }

  public BackupChain chain() {
    return chain(NoLog.LOG);
  }

  public BackupChain chain(LogArchive log) {
    return new BackupChain(List.of(this), log);
  }

  public Path path(String file) {
    return folder.resolve(file);
  }

  @Override
  public OutputStream file(String name, boolean compressed) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return new FilterOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 18)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        super.close();
        files.add(name);
      }
    };
  }

  /** Lets the method's own program compress, as a repository does by default. */
  public FolderBackup compressed(String program) {
    compression = program;
    return this;
  }

  @Override
  public String compression() {
    return compression;
  }

  @Override
  public String id() {
    return folder.getFileName().toString();
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public String serverVersion() {
    return taken.serverVersion();
  }

  @Override
  public Position position() {
    return taken.position();
  }

  @Override
  public Instant started() {
    return started;
  }

  @Override
  public List<String> files() {
    return files;
  }

  @Override
  public long size(String file) {
    try {
      return Files.size(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream read(String file) throws IOException {
    return Files.newInputStream(folder.resolve(file));
  }
}
