package dev.weir.testing.databases;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Unpacks server binaries from resources into the shared directory, once for each version. */
final class Binaries {
  static final String FOLDER = "dev/weir/testing/databases/";

  private static final Properties VERSIONS = versions();

  private Binaries() {}

  /** The version of an engine's binaries, as the build pinned it. */
  static String version(String engine) {
    return Objects.requireNonNull(VERSIONS.getProperty(engine), engine);
  }

  /** The directory with the contents of a compressed tar archive. */
  static Path fromTar(String name, String resource) throws IOException {
    return SharedDirectory.entry(name, directory -> unpack(resource, directory));
  }

  /** The directory with what lies below a folder of the jar that holds {@code folder/marker}. */
  static Path fromJar(String name, String folder, String marker) throws IOException {
    return SharedDirectory.entry(name, directory -> copyFolder(folder, marker, directory));
  }

  /** The directory with one executable file. */
  static Path fromFile(String name, String resource, String file) throws IOException {
    return SharedDirectory.entry(
        name,
        directory -> {
          try (InputStream in = resource(resource).openStream()) {
            executable(in, directory.resolve(file));
          }
        });
  }

  private static void unpack(String resource, Path directory) throws IOException {
    try (InputStream packed = new BufferedInputStream(resource(resource).openStream());
        InputStream plain = new CompressorStreamFactory().createCompressorInputStream(packed);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = inside(directory, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          executable(tar, target);
        }
      }
    } catch (CompressorException e) {
      throw new IOException("Cannot unpack " + resource, e);
    }
  }

  private static void copyFolder(String folder, String marker, Path directory) throws IOException {
    JarURLConnection connection =
        (JarURLConnection) resource(folder + "/" + marker).openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (!entry.isDirectory() && entry.getName().startsWith(folder + "/")) {
          try (InputStream in = jar.getInputStream(entry)) {
            executable(in, inside(directory, entry.getName().substring(folder.length() + 1)));
          }
        }
      }
    }
  }

  /** Archives made elsewhere forget who may run what: everything may be run. */
  private static void executable(InputStream in, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(in, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path inside(Path directory, String name) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("The archive's entry " + name + " leads out of " + directory);
    }
    return target;
  }

  private static URL resource(String name) throws IOException {
    URL url = Binaries.class.getClassLoader().getResource(name);
    if (url == null) {
      throw new IOException("The class path holds no " + name);
    }
    return url;
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream in = resource(FOLDER + "versions.properties").openStream()) {
      versions.load(in);
      return versions;
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
