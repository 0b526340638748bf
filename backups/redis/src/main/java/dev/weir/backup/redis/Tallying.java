package dev.weir.backup.redis;

import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts and hashes the keys of each database. What DUMP answers is no measure: the members of a
 * set come in an order that differs from server to server. So values are read by their type, and
 * where they have no order the hashes of their members are added up. Keys that expire are left out,
 * because they may be gone at any moment. Of streams, entries count and consumer groups do not.
 */
final class Tallying {
  private static final String PAGE = "100";

  private final Wire wire;
  private final Work work;
  private final MessageDigest digest = sha256();
  private long[] hashes = new long[1024];
  private int count;

  private Tallying(Wire wire, Work work) {
    this.wire = wire;
    this.work = work;
  }

  static List<Tally> of(Wire wire, Work work) throws IOException {
    List<Tally> tallies = new ArrayList<>();
    for (int number : Info.of(wire).databases()) {
      wire.ask("SELECT", Integer.toString(number));
      Tally tally = new Tallying(wire, work).database(number);
      if (tally.rows() > 0) {
        tallies.add(tally);
      }
    }
    return tallies;
  }

  private Tally database(int number) throws IOException {
    String cursor = "0";
    do {
      work.check();
      List<byte[]> page = new ArrayList<>();
      wire.send(Wire.bytes("SCAN", cursor, "COUNT", PAGE));
      wire.flush();
      wire.reply(value -> page.add(value == null ? new byte[0] : value));
      cursor = new String(page.removeFirst(), StandardCharsets.US_ASCII);
      for (byte[] key : page) {
        key(key);
      }
    } while (!cursor.equals("0"));
    return new Tally("db" + number, distinct(), hash());
  }

  private void key(byte[] key) throws IOException {
    wire.send("TYPE".getBytes(StandardCharsets.US_ASCII), key);
    wire.send("PTTL".getBytes(StandardCharsets.US_ASCII), key);
    wire.flush();
    String type = text();
    if (!text().equals("-1")) {
      return;
    }
    long members = value(type, key);
    digest.reset();
    add(type.getBytes(StandardCharsets.US_ASCII));
    add(key);
    add(ByteBuffer.allocate(8).putLong(members).array());
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = ByteBuffer.wrap(digest.digest()).getLong();
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    wire.reply(value -> {
      if (value != null) {
        text.append(new String(value, StandardCharsets.US_ASCII));
      }
    });
    return text.toString();
  }

  private long value(String type, byte[] key) throws IOException {
    return switch (type) {
      case "string" -> ordered(key, "GET");
      case "list" -> ordered(key, "LRANGE", "0", "-1");
      case "zset" -> ordered(key, "ZRANGE", "0", "-1", "WITHSCORES");
      case "stream" -> ordered(key, "XRANGE", "-", "+");
      case "set" -> unordered(key, "SMEMBERS", 1);
      case "hash" -> unordered(key, "HGETALL", 2);
      default -> ordered(key, "DUMP");
    };
  }

  private long ordered(byte[] key, String command, String... more) throws IOException {
    ask(key, command, more);
    digest.reset();
    wire.reply(this::add);
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** The sum over groups of as many elements. */
  private long unordered(byte[] key, String command, int group) throws IOException {
    ask(key, command);
    digest.reset();
    long[] state = new long[2];
    wire.reply(value -> {
      add(value);
      if (++state[1] % group == 0) {
        state[0] += ByteBuffer.wrap(digest.digest()).getLong();
      }
    });
    return state[0];
  }

  private void ask(byte[] key, String command, String... more) throws IOException {
    byte[][] words = new byte[2 + more.length][];
    words[0] = command.getBytes(StandardCharsets.US_ASCII);
    words[1] = key;
    System.arraycopy(Wire.bytes(more), 0, words, 2, more.length);
    wire.send(words);
    wire.flush();
  }

  /** With its length, so that two values never read as one. */
  private void add(byte @Nullable [] value) {
    digest.update(ByteBuffer.allocate(4).putInt(value == null ? -1 : value.length).array());
    if (value != null) {
      digest.update(value);
    }
  }

  /** SCAN may tell a key twice. */
  private int distinct() {
    Arrays.sort(hashes, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[kept++] = hashes[i];
      }
    }
    count = kept;
    return kept;
  }

  private String hash() {
    digest.reset();
    ByteBuffer eight = ByteBuffer.allocate(8);
    for (int i = 0; i < count; i++) {
      digest.update(eight.putLong(0, hashes[i]).array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
