package dev.weir.operations.backup.store;

import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectKey;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Objects as files below a folder, for their owner alone. An object is written aside in {@value
 * #UPLOADS}, synchronized and then renamed or linked into place, so that a crash leaves the old
 * object, the new one, or none.
 */
public final class FolderStore implements ObjectStore {
  private static final String UPLOADS = ".weir-uploads";
  private final Path folder;

  public FolderStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return folder.toUri().toString().replaceFirst("/$", "");
  }

  private Path file(String key) {
    return folder.resolve(ObjectKey.checked(key));
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    Path file = file(key);
    Path uploads = folder.resolve(UPLOADS);
    Disk.createFolder(uploads);
    return new FolderUpload(uploads.resolve(UUID.randomUUID().toString()), file);
  }

  @Override
  public boolean put(String key, byte[] content, Mode mode) throws IOException {
    if (mode == Mode.NEW && Files.exists(file(key))) {
      return false;
    }
    try (ObjectUpload upload = create(key)) {
      upload.write(content, 0, content.length);
      upload.commit(mode);
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    }
  }

  @Override
  public InputStream read(String key, long offset) throws IOException {
    FileChannel channel = FileChannel.open(file(key));
    try {
      channel.position(offset);
      return Channels.newInputStream(channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  @Override
  public Optional<ObjectFacts> find(String key) throws IOException {
    try {
      return Optional.of(facts(key, file(key)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static ObjectFacts facts(String key, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new ObjectFacts(key, attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  @Override
  public void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException {
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? folder : folder.resolve(prefix.substring(0, slash));
    walk(start, prefix.substring(0, slash + 1), prefix, consumer);
  }

  private void walk(Path in, String path, String prefix, Consumer<ObjectFacts> consumer)
      throws IOException {
    for (Child child : children(in)) {
      String key = path + child.name();
      if (key.startsWith(prefix) || (child.folder() && prefix.startsWith(key))) {
        visit(in, child, key, prefix, consumer);
      }
    }
  }

  private void visit(
      Path in, Child child, String key, String prefix, Consumer<ObjectFacts> consumer)
      throws IOException {
    if (child.folder()) {
      walk(in.resolve(child.name()), key, prefix, consumer);
      return;
    }
    try {
      consumer.accept(facts(key, in.resolve(child.name())));
    } catch (NoSuchFileException removed) {
      // It went away while the list was made.
    }
  }

  /** What lies in a folder, in the order of keys, in which a folder ends with a slash. */
  private List<Child> children(Path in) throws IOException {
    List<Child> children = new ArrayList<>();
    try (Stream<Path> entries = Files.list(in)) {
      entries
          .filter(entry -> !entry.equals(folder.resolve(UPLOADS)))
          .forEach(entry -> children.add(Child.of(entry)));
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    children.sort(java.util.Comparator.comparing(Child::name));
    return children;
  }

  private record Child(String name, boolean folder) {
    static Child of(Path entry) {
      boolean folder = Files.isDirectory(entry);
      return new Child(entry.getFileName() + (folder ? "/" : ""), folder);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Path file = file(key);
    if (Files.deleteIfExists(file)) {
      Path above = file.resolveSibling("");
      Disk.syncIfThere(above);
      removeEmpty(above);
    }
  }

  private void removeEmpty(Path from) throws IOException {
    for (Path at = from; at != null && !at.equals(folder); at = at.getParent()) {
      try {
        Files.deleteIfExists(at);
      } catch (DirectoryNotEmptyException used) {
        return;
      }
    }
  }

  @Override
  public void discardUnfinished(Instant before) throws IOException {
    Path uploads = folder.resolve(UPLOADS);
    for (Child child : children(uploads)) {
      Path file = uploads.resolve(child.name());
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException done) {
        // Committed or discarded meanwhile.
      }
    }
  }

  @Override
  public void close() {}
}
