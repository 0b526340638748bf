package dev.weir.testing.databases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The little that the tests need to ask any server: one request, one answer in text. */
interface Client extends AutoCloseable {
  String ask(String request) throws Exception;

  @Override
  void close() throws Exception;

  static Client open(DatabaseServer server) throws Exception {
    return open(server, server.url(), server.port());
  }

  static Client openAsAdmin(DatabaseServer server) throws Exception {
    return open(server, server.adminUrl(), server.port());
  }

  /** Through a proxy that listens on {@code port}. */
  static Client open(DatabaseServer server, int port) throws Exception {
    return open(server, server.url(), port);
  }

  private static Client open(DatabaseServer server, String url, int port) throws Exception {
    return server.type().equals("REDIS") ? new Resp(url, port) : new Jdbc(server, url, port);
  }

  /** A real JDBC driver. */
  final class Jdbc implements Client {
    private final Connection connection;

    Jdbc(DatabaseServer server, String url, int port) throws SQLException {
      URI uri = URI.create(url);
      String[] login = uri.getUserInfo().split(":", 2);
      boolean postgres = server.type().equals("POSTGRESQL");
      String target =
          "jdbc:%s://127.0.0.1:%d/%s?sslMode=disable&socketTimeout=%d"
              .formatted(
                  postgres ? "postgresql" : "mariadb",
                  port,
                  server.database(),
                  postgres ? 2 : 2_000);
      connection = DriverManager.getConnection(target, login[0], login[1]);
    }

    @Override
    public String ask(String request) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        if (!statement.execute(request)) {
          return String.valueOf(statement.getUpdateCount());
        }
        try (ResultSet rows = statement.getResultSet()) {
          return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** Redis' own protocol, spoken over a socket. */
  final class Resp implements Client {
    private final Socket socket;
    private final BufferedReader answers;

    Resp(String url, int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(2_000);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String password = URI.create(url).getUserInfo().substring(1);
      if (!ask("AUTH " + password).equals("+OK")) {
        throw new IOException("The password was refused");
      }
    }

    @Override
    public String ask(String request) throws IOException {
      StringBuilder command = new StringBuilder();
      String[] words = request.split(" ", -1);
      command.append('*').append(words.length).append("\r\n");
      Arrays.stream(words)
          .forEach(
              word -> command.append('$').append(word.length()).append("\r\n" + word + "\r\n"));
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      String first = line();
      return first.startsWith("$") && !first.equals("$-1") ? bulk(first) : first;
    }

    private String bulk(String header) throws IOException {
      int length = Integer.parseInt(header.substring(1));
      StringBuilder text = new StringBuilder();
      while (text.length() < length + 2) {
        text.append((char) answers.read());
      }
      return text.substring(0, length);
    }

    private String line() throws IOException {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("The server closed the connection");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
