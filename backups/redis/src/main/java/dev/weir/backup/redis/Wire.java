package dev.weir.backup.redis;

import dev.weir.api.DatabaseError;
import dev.weir.api.Failed;
import dev.weir.spi.backup.BackupSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in Redis's own protocol (redis.io, RESP2), for what a pooled connection cannot do:
 * change the database, read a value element by element, and become a replica. For one thread.
 */
final class Wire implements AutoCloseable {
  private final String where;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Wire(String where, Socket socket) throws IOException {
    this.where = where;
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 14);
  }

  /** Connects and logs in. */
  static Wire open(BackupSource source) throws IOException {
    return open(source.definition(), source.password().get());
  }

  static Wire open(dev.weir.api.Definition definition, @Nullable String password)
      throws IOException {
    String where = definition.describe();
    Wire wire;
    try {
      wire = new Wire(where, Sockets.open(definition));
    } catch (IOException e) {
      throw new ConnectionBroken(where + " cannot be reached: " + e.getMessage(), e);
    }
    try {
      String user = definition.user();
      if (password != null && user != null) {
        wire.ask("AUTH", user, password);
      } else if (password != null) {
        wire.ask("AUTH", password);
      }
      return wire;
    } catch (IOException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /** One element of a reply; null where the server has none. */
  @FunctionalInterface
  interface Element {
    void heard(byte @Nullable [] value) throws IOException;
  }

  /** Sends a command whose reply is short, and answers that as text. */
  String ask(String... command) throws IOException {
    send(bytes(command));
    flush();
    StringBuilder text = new StringBuilder();
    reply(
        value -> text.append(value == null ? "" : new String(value, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  static byte[][] bytes(String... words) {
    byte[][] all = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      all[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return all;
  }

  /** Puts a command in line; {@link #flush} sends it. */
  void send(byte[]... words) throws IOException {
    try {
      out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      for (byte[] word : words) {
        out.write(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(word);
        out.write('\r');
        out.write('\n');
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Reads one reply; arrays are told element by element, however deep. */
  void reply(Element each) throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw broken(null);
    }
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '+', ':' -> each.heard(rest.getBytes(StandardCharsets.ISO_8859_1));
      case '-' -> throw refusal(rest);
      case '$' -> each.heard(bulk(Long.parseLong(rest)));
      case '*' -> {
        long count = Long.parseLong(rest);
        for (long i = 0; i < count; i++) {
          reply(each);
        }
      }
      default -> throw new ConnectionBroken(where + " answered what is no Redis reply", null);
    }
  }

  private RuntimeException refusal(String said) {
    boolean login =
        said.startsWith("WRONGPASS") || said.startsWith("NOAUTH") || said.startsWith("ERR AUTH");
    boolean right = said.startsWith("NOPERM");
    return Failed.because(
        login
            ? DatabaseError.AUTHENTICATION
            : right ? DatabaseError.PERMISSION : RedisBackupError.REFUSED,
        where + " says: " + said + ".");
  }

  private byte @Nullable [] bulk(long length) throws IOException {
    if (length < 0) {
      return null;
    }
    try {
      byte[] value = in.readNBytes(Math.toIntExact(length));
      if (value.length < length) {
        throw broken(null);
      }
      in.skipNBytes(2);
      return value;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** A line of the protocol, without its end. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int read = in.read(); read != '\n'; read = in.read()) {
        if (read < 0) {
          throw broken(null);
        }
        line.write(read);
      }
    } catch (IOException e) {
      throw broken(e);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** What comes next, as it is. */
  int read(byte[] block, int from, int length) throws IOException {
    try {
      int read = in.read(block, from, length);
      if (read < 0) {
        throw broken(null);
      }
      return read;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private ConnectionBroken broken(@Nullable IOException cause) {
    if (cause instanceof ConnectionBroken known) {
      return known;
    }
    return new ConnectionBroken(
        "the connection to "
            + where
            + " broke off"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }

  /** Safe to call from any thread. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // what was not read is not wanted any more
    }
  }
}
