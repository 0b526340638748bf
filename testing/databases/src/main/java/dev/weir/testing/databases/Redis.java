package dev.weir.testing.databases;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
  public String scheme(Tls tls) {
    return tls == Tls.NONE ? "redis" : "rediss";
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
    Files.createDirectories(home.data());
    Optional<Certificate> certificate = home.certificate();
    StringBuilder lines =
        new StringBuilder(
            """
            bind %s
            %s %d
            dir %s
            unixsocket %s
            requirepass %s
            save ""
            appendonly yes
            """
                .formatted(
                    Home.HOST,
                    certificate.isPresent() ? "port 0\ntls-port" : "port",
                    home.port(),
                    home.data(),
                    socket(home),
                    PASSWORD));
    certificate.ifPresent(tls ->
        lines.append(
            """
            tls-ca-cert-file %s
            tls-cert-file %s
            tls-key-file %s
            tls-auth-clients no
            """
                .formatted(tls.authority(), tls.certificate(), tls.key())));
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

  /** Asks by way of the file system, where there is no TLS. */
  @Override
  public boolean answers(Home home, long pid) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(home)))) {
      String request = "AUTH %s\r\nPING\r\n".formatted(PASSWORD);
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readNBytes("+OK\r\n+PONG\r\n".length());
      return new String(answer, StandardCharsets.US_ASCII).endsWith("+PONG\r\n");
    }
  }

  private static Path socket(Home home) {
    return home.directory().resolve("socket");
  }

  @Override
  public String stopSignal() {
    return "TERM";
  }
}
