package dev.weir.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The built distribution, used with a home of its own that goes when it is closed. */
record Distribution(Path folder, Path home) implements AutoCloseable {
  static final String MISSING = "target/dist/bin/weir is not there; run ./weir build first";

  /** What {@code ./weir build} made, if it has run. */
  static Optional<Distribution> built() throws IOException {
    Path folder = Path.of("target", "dist").toAbsolutePath();
    return Files.isExecutable(folder.resolve("bin/weir"))
        ? Optional.of(new Distribution(folder, Files.createTempDirectory("weir-benchmark")))
        : Optional.empty();
  }

  /** Runs the command line to its end. */
  Run run(String... arguments) throws IOException, InterruptedException {
    return run(Set.of(0), arguments);
  }

  /** The same, where something may be left unchecked for want of a privilege or an extension. */
  Run partly(String... arguments) throws IOException, InterruptedException {
    return run(Set.of(0, 5), arguments);
  }

  private Run run(Set<Integer> statuses, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("bin/weir").toString());
    command.addAll(List.of(arguments));
    return Run.of(
        command,
        Map.of(
            "WEIR_HOME",
            home.toString(),
            "JAVA_HOME",
            System.getProperty("java.home"),
            "WEIR_SERVER_CLASSPATH",
            folder.resolve("lib/server/*").toString()),
        statuses);
  }

  /** Starts the server and answers where it is, once it is ready. */
  URI up(String... options) throws IOException, InterruptedException {
    URI address;
    try (ServerSocket socket = new ServerSocket(0)) {
      address = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("up", "--detach", "--port", Integer.toString(address.getPort())));
    arguments.addAll(List.of(options));
    try {
      run(arguments.toArray(String[]::new));
      return address;
    } catch (IOException e) {
      // It may run all the same, only not ready in time.
      run("down");
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
