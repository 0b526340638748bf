package dev.weir.runtime.postgresql;

import dev.weir.runtime.program.SearchPath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL programs that this machine has. */
public final class PostgresInstallations {
  /** Debian, Red Hat, Homebrew on both kinds of Mac, and the installer of EDB. */
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/postgresql/*/bin",
          "/usr/pgsql-*/bin",
          "/opt/homebrew/opt/postgresql@*/bin",
          "/usr/local/opt/postgresql@*/bin",
          "/Library/PostgreSQL/*/bin");

  private PostgresInstallations() {}

  /** A program that was found, with its version. */
  public record Found(PostgresInstallation installation, String program, PostgresVersion version) {
    public Path path() {
      return installation.program(program);
    }
  }

  /**
   * Everywhere that a program is, oldest version first.
   *
   * @param tools the one folder to look into; null for the usual ones and the search path
   */
  public static List<Found> all(String program, @Nullable Path tools) {
    List<Found> found = new ArrayList<>();
    for (Path bin : tools == null ? folders(program) : List.of(tools)) {
      PostgresInstallation installation = new PostgresInstallation(bin);
      if (installation.has(program)) {
        version(installation, program).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparing(Found::version));
    return found;
  }

  /** The oldest one whose major version is at least this: it is closest to what it works on. */
  public static Optional<Found> atLeast(String program, int major, @Nullable Path tools) {
    return all(program, tools).stream()
        .filter(found -> found.version().major() >= major)
        .findFirst();
  }

  /** The newest one of exactly this major version. */
  public static Optional<Found> of(String program, int major, @Nullable Path tools) {
    return all(program, tools).stream()
        .filter(found -> found.version().major() == major)
        .reduce((older, newer) -> newer);
  }

  private static Optional<Found> version(PostgresInstallation installation, String program) {
    try {
      return Optional.of(new Found(installation, program, installation.version(program)));
    } catch (IOException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static List<Path> folders(String program) {
    List<Path> all = new ArrayList<>();
    FOLDERS.forEach(pattern -> all.addAll(matching(pattern)));
    SearchPath.find(program)
        .filter(PostgresInstallations::itself)
        .map(Path::getParent)
        .filter(bin -> !all.contains(bin))
        .ifPresent(all::add);
    return all;
  }

  /** Debian's wrapper chooses a version by clusters of this machine, which are not ours. */
  private static boolean itself(Path program) {
    try {
      return !program.toRealPath().endsWith("pg_wrapper");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> matching(String pattern) {
    int star = pattern.indexOf('*');
    Path parent = Path.of(pattern.substring(0, pattern.lastIndexOf('/', star)));
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (var children = Files.list(parent)) {
      return children
          .map(child -> child.resolve("bin"))
          .filter(bin -> matcher.matches(bin) && Files.isDirectory(bin))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
