package dev.weir.testing.databases;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Redis; it appends every write to a file before it answers, so that a killed server keeps them.
 */
record Redis(String version) implements Engine {
  static final Redis V6 = new Redis("6.2.11");

  private static final String PROGRAM = "redis-server-6.2.6-v5-linux-amd64";

  @Override
  public String type() {
    return "REDIS";
  }

  @Override
  public String scheme() {
    return "redis";
  }

  @Override
  public String user() {
    return "default";
  }

  @Override
  public String admin() {
    return "default";
  }

  @Override
  public String adminPassword() {
    return PASSWORD;
  }

  @Override
  public String database() {
    return "0";
  }

  @Override
  public String userInfo(String user, String password) {
    return ":" + password;
  }

  @Override
  public void prepare(Home home) throws IOException {
    Files.createDirectory(home.data());
    StringBuilder lines =
        new StringBuilder(
            """
            bind %s
            port %d
            dir %s
            requirepass %s
            save ""
            appendonly yes
            """
                .formatted(Home.HOST, home.port(), home.data(), PASSWORD));
    home.options()
        .settings()
        .forEach((name, value) -> lines.append("%s %s%n".formatted(name, value)));
    Files.writeString(home.configuration(), lines);
  }

  @Override
  public List<String> command(Home home) throws IOException {
    Path binaries = Binaries.fromFile("redis-" + version, PROGRAM, "redis-server");
    return List.of(binaries.resolve("redis-server").toString(), home.configuration().toString());
  }

  @Override
  public boolean answers(Home home, long pid) throws IOException {
    try (Socket socket = home.connect(Duration.ofSeconds(1))) {
      String request = "AUTH %s\r\nPING\r\n".formatted(PASSWORD);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("+OK\r\n+PONG\r\n".length());
      return new String(answer, StandardCharsets.US_ASCII).endsWith("+PONG\r\n");
    }
  }

  @Override
  public String stopSignal() {
    return "TERM";
  }
}
