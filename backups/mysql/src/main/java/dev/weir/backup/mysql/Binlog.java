package dev.weir.backup.mysql;

import dev.weir.backup.mysql.BinlogReader.Event;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the events of a binary log mean to us: where transactions begin and end. */
final class Binlog {
  static final int ROTATE = 4;
  static final int FORMAT = 15;
  private static final int STOP = 3;
  private static final int INCIDENT = 26;
  private static final int HEARTBEAT = 27;
  private static final int MYSQL_GTID = 33;
  private static final int MYSQL_ANONYMOUS = 34;
  private static final int MYSQL_PREVIOUS_GTIDS = 35;
  private static final int MARIADB_CHECKPOINT = 161;
  private static final int MARIADB_GTID = 162;
  private static final int MARIADB_GTID_LIST = 163;
  private static final int MARIADB_ENCRYPTION = 164;

  /** Set while a server writes the file (or when it was killed and has not come back). */
  private static final int IN_USE = 1;

  /** What {@link #gtid} reads of a body. */
  static final int BODY = 32;

  private Binlog() {}

  /**
   * A transaction, or a statement that is one by itself.
   *
   * @param end where the next event after it begins
   * @param gtid as the server tells it; empty where it has none
   * @param second when it was committed, in seconds since 1970
   */
  record Group(String file, long start, long end, String gtid, long second) {}

  /** Hears each transaction in order. */
  @FunctionalInterface
  interface Listener {
    void heard(Group group) throws IOException;
  }

  /**
   * Reads a file to its end.
   *
   * @return the second of its last event
   * @throws dev.weir.api.Failed with {@code MYBACKUP-010} when it is cut off, encrypted, or still
   *     being written
   */
  static long read(String name, InputStream in, Listener listener) throws IOException {
    BinlogReader reader = new BinlogReader(name, in);
    @Nullable Group open = null;
    long last = 0;
    boolean format = false;
    for (Event event = reader.next(BODY); event != null; event = reader.next(BODY)) {
      format |= event.type() == FORMAT;
      refuse(reader, event, format);
      if (begins(event) || apart(event)) {
        if (open != null) {
          listener.heard(open);
        }
        open =
            begins(event)
                ? new Group(name, event.at(), event.end(), gtid(event), event.second())
                : null;
      } else if (open != null) {
        open = new Group(name, open.start(), event.end(), open.gtid(), event.second());
      }
      last = event.second() == 0 ? last : event.second();
    }
    if (open != null) {
      listener.heard(open);
    }
    return last;
  }

  private static void refuse(BinlogReader reader, Event event, boolean format) {
    if (!format) {
      throw reader.bad("does not begin with a description of its format");
    }
    if (event.type() == FORMAT && (event.flags() & IN_USE) != 0) {
      throw reader.bad("is still being written");
    }
    if (event.type() == MARIADB_ENCRYPTION) {
      throw reader.bad("is encrypted by the server, and only that can read it");
    }
  }

  /** Throws what {@link #read} throws. */
  static void check(String name, Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      read(name, in, _ -> {});
    }
  }

  static boolean begins(Event event) {
    return event.type() == MARIADB_GTID
        || event.type() == MYSQL_GTID
        || event.type() == MYSQL_ANONYMOUS;
  }

  /** MySQL's word for a transaction's identity, which MariaDB's programs do not know. */
  static boolean mysqlGtid(Event event) {
    return event.type() == MYSQL_GTID || event.type() == MYSQL_ANONYMOUS;
  }

  /** No part of a transaction, but of the file's own order. */
  static boolean apart(Event event) {
    return switch (event.type()) {
      case ROTATE,
          FORMAT,
          STOP,
          INCIDENT,
          HEARTBEAT,
          MYSQL_PREVIOUS_GTIDS,
          MARIADB_CHECKPOINT,
          MARIADB_GTID_LIST,
          MARIADB_ENCRYPTION ->
          true;
      default -> false;
    };
  }

  private static String gtid(Event event) {
    ByteBuffer body =
        ByteBuffer.wrap(
                event.head(), BinlogReader.HEADER, event.head().length - BinlogReader.HEADER)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    return switch (event.type()) {
      case MARIADB_GTID -> {
        int server = ByteBuffer.wrap(event.head()).order(ByteOrder.LITTLE_ENDIAN).getInt(5);
        yield Integer.toUnsignedString(body.getInt(8))
            + "-"
            + Integer.toUnsignedString(server)
            + "-"
            + Long.toUnsignedString(body.getLong(0));
      }
      case MYSQL_GTID -> {
        ByteBuffer id = body.slice(1, 16);
        yield new UUID(id.getLong(), id.getLong()) + ":" + body.getLong(17);
      }
      default -> "";
    };
  }
}
