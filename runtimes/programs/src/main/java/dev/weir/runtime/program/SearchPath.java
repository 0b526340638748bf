package dev.weir.runtime.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders that {@code PATH} names. */
public final class SearchPath {
  private SearchPath() {}

  /** Where a program is, by the first folder that has it. */
  public static Optional<Path> find(String program) {
    return folders()
        .map(folder -> folder.resolve(program))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static boolean has(String program) {
    return find(program).isPresent();
  }

  static Stream<Path> folders() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }
}
