package dev.weir.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A program of Debian, run by a test alone on a port of its own; ends with it. */
final class PrivateProgram implements AutoCloseable {
  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrivateProgram(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param ready the path that answers 200 then
   * @param command of the address to listen on, {@code host:port}
   */
  static PrivateProgram start(Path folder, String ready, Function<String, List<String>> command)
      throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve("log");
    String listen = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(new ArrayList<>(command.apply(listen)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PrivateProgram program = new PrivateProgram(process, URI.create("http://" + listen));
    try {
      await()
          .failFast("it ended; its log is " + log, () -> !process.isAlive())
          .until(() -> program.answers(ready));
      return program;
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      return client
              .send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI at(String path) {
    return address.resolve(path);
  }

  URI address() {
    return address;
  }

  String get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    client.close();
  }
}
