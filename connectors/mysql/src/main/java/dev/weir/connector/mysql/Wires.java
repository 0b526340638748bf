package dev.weir.connector.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the socket beneath each connection, so that it can be cut. The driver's own {@code
 * abort} waits for whoever reads from the connection, and opens another one to say so; through a
 * network that swallows packets neither ends.
 */
public final class Wires extends SocketFactory {
  private static final ScopedValue<AtomicReference<@Nullable Socket>> OPENING =
      ScopedValue.newInstance();
  private static final Map<Connection, Socket> BENEATH =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Opens a connection and remembers its socket. */
  static @Nullable Connection open(Callable<@Nullable Connection> opening) throws SQLException {
    AtomicReference<@Nullable Socket> socket = new AtomicReference<>();
    try {
      Connection connection = ScopedValue.where(OPENING, socket).call(opening::call);
      Socket beneath = socket.get();
      if (connection != null && beneath != null) {
        BENEATH.put(connection, beneath);
      }
      return connection;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException("The connection could not be opened: " + e.getMessage(), "08001", e);
    }
  }

  /** Closes the socket; whoever reads from the connection meets its end at once. */
  static void cut(Connection connection) throws SQLException {
    Socket socket = BENEATH.remove(connection);
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new SQLException("The connection could not be cut.", "08000", e);
    }
  }

  @Override
  public Socket createSocket() {
    Socket socket = new Socket();
    if (OPENING.isBound()) {
      OPENING.get().set(socket);
    }
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new Socket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return new Socket(host, port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new Socket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return new Socket(host, port, from, fromPort);
  }
}
