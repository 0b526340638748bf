package dev.weir.cli;

import dev.weir.Home;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server that runs in a home, as it has told in {@code run/server.json}.
 *
 * @param started in ISO 8601, as the server wrote it
 */
record RunningServer(long pid, URI address, String version, String started) {
  /** The server of this home, if its process lives and is a Weir server. */
  static Optional<RunningServer> find(Home home) {
    return read(home).filter(RunningServer::isAlive);
  }

  private static Optional<RunningServer> read(Home home) {
    if (!Files.isDirectory(home.folder().resolve("run"))) {
      return Optional.empty();
    }
    try {
      String json = Files.readString(home.serverFile());
      String pid = member(json, "pid");
      String address = member(json, "address");
      if (pid == null || address == null) {
        return Optional.empty();
      }
      return Optional.of(
          new RunningServer(
              Long.parseLong(pid),
              URI.create(address),
              told(member(json, "version")),
              told(member(json, "started"))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String told(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** A member of the flat object that the server writes; its values hold no escapes. */
  private static @Nullable String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\s]+)\"?").matcher(json);
    return found.find() ? found.group(1) : null;
  }

  /**
   * True when the process is there and is a Weir server: a number may belong to another process by
   * now.
   */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            process
                .info()
                .commandLine()
                .map(line -> line.contains(UpCommand.SERVER_MAIN))
                .orElse(true))
        .isPresent();
  }

  /** True when it takes requests. */
  boolean isReady() {
    return isReady(address);
  }

  static boolean isReady(URI address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) address.resolve("/v1/health/ready").toURL().openConnection();
      connection.setConnectTimeout((int) Duration.ofSeconds(2).toMillis());
      connection.setReadTimeout((int) Duration.ofSeconds(5).toMillis());
      int status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }
}
