package dev.weir;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The one folder in which Weir keeps everything on a machine: {@code WEIR_HOME}, or {@code
 * ~/.weir}. Two homes are two independent Weirs. Folders are made when first asked for, readable by
 * their owner only.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** The home that the environment names. */
  public static Home ofEnvironment() {
    String named = System.getenv("WEIR_HOME");
    return new Home(
        named != null && !named.isBlank()
            ? Path.of(named)
            : Path.of(System.getProperty("user.home"), ".weir"));
  }

  /** The catalog kept in a file. */
  public Path configuration() {
    return folder.resolve("weir.yaml");
  }

  /** The sealed secrets. */
  public Path secrets() {
    return folder.resolve("secrets.json");
  }

  /** The key that seals them, unless the environment names another. */
  public Path masterKey() {
    return folder.resolve("master.key");
  }

  /**
   * What a running server tells the command line: {@code pid}, {@code address}, {@code version},
   * {@code started}.
   */
  public Path serverFile() {
    return make("run").resolve("server.json");
  }

  /** The catalog of the running server, with references in place of secrets. */
  public Path serverCatalog() {
    return make("run").resolve("catalog.yaml");
  }

  /** The bearer token with which the home's owner speaks to the running server. */
  public Path serverToken() {
    return make("run").resolve("token");
  }

  /** The embedded store's data. */
  public Path store() {
    return make("store");
  }

  /** Programs unpacked from artifacts. */
  public Path runtime() {
    return make("runtime");
  }

  /** Temporary files, such as scratch servers. */
  public Path work() {
    return make("work");
  }

  public Path logs() {
    return make("logs");
  }

  /** The hash-chained audit files of the command line and the library. */
  public Path audit() {
    return make("audit");
  }

  private Path make(String name) {
    Path made = folder.resolve(name);
    try {
      if (!Files.isDirectory(made)) {
        Files.createDirectories(
            made,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return made;
    } catch (IOException e) {
      throw Failed.because(
          CoreError.HOME, "The folder " + made + " cannot be made: " + e.getMessage() + ".", e);
    }
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  public static void write(Path file, String content) {
    write(file, content, null);
  }

  /**
   * Writes a file whole or not at all. One that was there keeps its owner and rights, as others may
   * have to read it; a new one only its owner can read.
   */
  public static void rewrite(Path file, String content) {
    try {
      write(
          file,
          content,
          Files.exists(file) ? Files.readAttributes(file, PosixFileAttributes.class) : null);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  private static void write(Path file, String content, @Nullable PosixFileAttributes rights) {
    try {
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              "." + file.getFileName(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, content);
      if (rights != null) {
        give(draft, rights);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  private static void give(Path draft, PosixFileAttributes rights) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    try {
      view.setGroup(rights.group());
      view.setOwner(rights.owner());
    } catch (FileSystemException mayNot) {
      // Only root may give files away; whoever else writes it owns it now.
    }
    view.setPermissions(rights.permissions());
  }

  private static Failed unwritten(Path file, IOException why) {
    return Failed.because(
        CoreError.HOME, "The file " + file + " cannot be written: " + why.getMessage() + ".", why);
  }

  /** Writes a new file that only its owner can read. */
  public static void copy(InputStream content, Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (content;
        OutputStream out = Files.newOutputStream(file)) {
      content.transferTo(out);
    }
  }
}
