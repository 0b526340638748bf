package dev.weir.server;

import dev.weir.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server as a process of its own, in a small heap. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Home home;
  private final Path output;

  private ServerProcess(Process process, Home home, Path output) {
    this.process = process;
    this.home = home;
    this.output = output;
  }

  static ServerProcess launch(Home home, Map<String, String> environment, String... arguments)
      throws IOException {
    Path output = Files.createTempFile("weir-server", ".log");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weir.server.Main"));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("WEIR_HOME", home.folder().toString());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.redirectOutput(output.toFile()).start(), home, output);
  }

  /** Waits until it says that it is ready. */
  ServerProcess ready() throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!output().contains("is ready at")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("The server is not ready:\n" + output());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return this;
  }

  Api api() throws IOException {
    JsonNode facts = JsonMapper.shared().readTree(Files.readString(home.serverFile()));
    return new Api(
        URI.create(facts.at("/address").stringValue()),
        Files.readString(home.serverToken()).strip());
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Asks it to end, as an init system does. */
  void terminate() {
    process.destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exit() throws InterruptedException {
    process.waitFor();
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException, IOException {
    process.destroy();
    process.waitFor();
    Files.delete(output);
  }
}
