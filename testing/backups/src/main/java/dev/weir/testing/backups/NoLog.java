package dev.weir.testing.backups;

import dev.weir.spi.backup.LogArchive;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The log of an engine that has none. */
public enum NoLog implements LogArchive {
  LOG;

  @Override
  public void add(String name, Path file) {
    throw new AssertionError("A dump is not rolled forward");
  }

  @Override
  public List<Segment> segments() {
    return List.of();
  }

  @Override
  public Optional<Segment> find(String name) {
    return Optional.empty();
  }

  @Override
  public InputStream read(String name) throws FileNotFoundException {
    throw new FileNotFoundException(name);
  }
}
