package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.Failed;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the server's process is started: which Java, which class path, which flags. */
final class ServerProcess {
  private static final List<String> FLAGS =
      List.of(
          // The store's and SQLite's native code, and Netty's and Arrow's memory.
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.nio=ALL-UNNAMED");

  private ServerProcess() {}

  /** The process, not started yet. */
  static ProcessBuilder of(
      Home home, List<String> options, @Nullable String store, Map<String, String> variables) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(cache(variables));
    String more = variables.getOrDefault("WEIR_SERVER_OPTS", "").strip();
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split("\\s+")));
    }
    command.add(UpCommand.SERVER_MAIN);
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WEIR_HOME", home.folder().toString());
    // Not an argument: a system tells only the beginning of a long command line, and the main class
    // must be in it.
    builder.environment().put("CLASSPATH", classPath(variables));
    if (store != null) {
      // Its URL may hold a password, which must not be seen in a list of processes.
      builder.environment().put("WEIR_STORE", store);
    }
    return builder;
  }

  /**
   * What an earlier start loaded and linked, where it is kept; Java leaves it aside, without a
   * word, where it does not fit.
   */
  private static List<String> cache(Map<String, String> variables) {
    Path cache = library().resolveSibling("server.aot");
    boolean made = variables.getOrDefault("WEIR_SERVER_OPTS", "").contains("-XX:AOT");
    return made || !Files.isReadable(cache)
        ? List.of()
        : List.of(
            "-XX:AOTCache=" + cache,
            "-Xlog:aot*=off",
            "-Xlog:cds*=off",
            "-Xlog:aot=off",
            "-Xlog:cds=off");
  }

  private static String classPath(Map<String, String> variables) {
    String named = variables.getOrDefault("WEIR_SERVER_CLASSPATH", "");
    if (!named.isBlank()) {
      List<String> parts = new ArrayList<>();
      for (String part : named.split(File.pathSeparator, -1)) {
        parts.addAll(
            part.endsWith("*")
                ? jars(Path.of(part.substring(0, part.length() - 1)))
                : List.of(part));
      }
      return joined(parts, named);
    }
    Path beside = library().resolveSibling("server");
    return joined(jars(beside), beside.toString());
  }

  private static String joined(List<String> parts, String place) {
    if (parts.isEmpty()) {
      throw Failed.because(
          CliError.NO_SERVER_PROGRAM, "There is no server program in " + place + ".");
    }
    return String.join(File.pathSeparator, parts);
  }

  /** In a fixed order, which a cache of loaded classes needs. */
  private static List<String> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "The folder " + folder + " cannot be read.", e);
    }
  }

  /** The folder of the command line's own jars. */
  private static Path library() {
    URI place =
        URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return Objects.requireNonNull(Path.of(place).getParent());
  }
}
