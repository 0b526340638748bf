package dev.weir.testing.databases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where one server lives: its directory, its port and how it is to run. */
record Home(Path directory, int port, ServerOptions options) {
  static final String HOST = "127.0.0.1";

  Path data() {
    return directory.resolve("data");
  }

  Path configuration() {
    return directory.resolve("server.conf");
  }

  Path log() {
    return directory.resolve("server.log");
  }

  /** What the server shows to clients that want TLS. */
  Optional<Certificate> certificate() throws IOException {
    return options.tls() == Tls.NONE
        ? Optional.empty()
        : Optional.of(Certificate.of(options.tls()));
  }

  Socket connect(Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Math.toIntExact(timeout.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
