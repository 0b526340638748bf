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

  /** How many values are asked for at once; the server holds the answers that wait to be read. */
  private static final int WINDOW = 8;

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
      keys(page);
    } while (!cursor.equals("0"));
    return new Tally("db" + number, distinct(), hash());
  }

  /** Together, so that a question need not wait for the answer to the one before. */
  private void keys(List<byte[]> page) throws IOException {
    for (byte[] key : page) {
      wire.send(Wire.bytes("TYPE")[0], key);
      wire.send(Wire.bytes("PTTL")[0], key);
    }
    wire.flush();
    List<Value> lasting = new ArrayList<>();
    for (byte[] key : page) {
      String type = text();
      if (text().equals("-1")) {
        lasting.add(new Value(key, type));
      }
    }
    for (int from = 0; from < lasting.size(); from += WINDOW) {
      values(lasting.subList(from, Math.min(from + WINDOW, lasting.size())));
    }
  }

  private void values(List<Value> some) throws IOException {
    for (Value each : some) {
      wire.send(each.question());
    }
    wire.flush();
    for (Value each : some) {
      long members = each.group() == 0 ? ordered() : unordered(each.group());
      digest.reset();
      add(each.type().getBytes(StandardCharsets.US_ASCII));
      add(each.key());
      add(ByteBuffer.allocate(8).putLong(members).array());
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      hashes[count++] = ByteBuffer.wrap(digest.digest()).getLong();
    }
  }

  /** A key that does not expire. */
  private record Value(byte[] key, String type) {
    byte[][] question() {
      return switch (type) {
        case "string" -> question("GET");
        case "list" -> question("LRANGE", "0", "-1");
        case "zset" -> question("ZRANGE", "0", "-1", "WITHSCORES");
        case "stream" -> question("XRANGE", "-", "+");
        case "set" -> question("SMEMBERS");
        case "hash" -> question("HGETALL");
        default -> question("DUMP");
      };
    }

    private byte[][] question(String command, String... more) {
      byte[][] words = new byte[2 + more.length][];
      words[0] = Wire.bytes(command)[0];
      words[1] = key;
      System.arraycopy(Wire.bytes(more), 0, words, 2, more.length);
      return words;
    }

    /** How many elements of the answer are one; 0 where they have an order. */
    int group() {
      return switch (type) {
        case "set" -> 1;
        case "hash" -> 2;
        default -> 0;
      };
    }
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

  private long ordered() throws IOException {
    digest.reset();
    wire.reply(this::add);
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** The sum over groups of as many elements. */
  private long unordered(int group) throws IOException {
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
