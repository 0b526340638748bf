package dev.weir.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of Weir, as they lie on disk. */
final class Checkout {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Checkout() {}

  /** The folder that holds the parent pom and the wrapper. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("The tests run outside a checkout of Weir.");
      }
    }
    return folder;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The modules that users get: all of the parent pom but those for tests, measures and show. */
  static List<String> productionModules() {
    return publishedModules().stream().filter(module -> !module.startsWith("testing/")).toList();
  }

  /** The same, with what connector authors test with. */
  static List<String> publishedModules() {
    return MODULE
        .matcher(read(root().resolve("pom.xml")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(module -> !module.matches("benchmarks|examples"))
        .filter(module -> Files.isDirectory(sources(module)))
        .toList();
  }

  static Path sources(String module) {
    return root().resolve(module).resolve("src/main/java");
  }

  /** The Java files of a module. */
  static List<Path> javaFiles(String module) {
    try (Stream<Path> files = Files.walk(sources(module))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package that a file of a module belongs to. */
  static String packageOf(String module, Path file) {
    return sources(module).relativize(file.getParent()).toString().replace('/', '.');
  }
}
