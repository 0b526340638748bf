package dev.weir.backup.redis;

import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves the keys of one database from one server to another, a page at a time. */
record KeyTransfer(Wire from, Wire to, Work work) {
  private static final String PAGE = "100";
  private static final byte[] REPLACE = word("REPLACE");

  private static byte[] word(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void run() throws IOException {
    String cursor = "0";
    do {
      work.check();
      List<byte[]> page = new ArrayList<>();
      from.send(Wire.bytes("SCAN", cursor, "COUNT", PAGE));
      from.flush();
      from.reply(value -> page.add(value == null ? new byte[0] : value));
      cursor = new String(page.removeFirst(), StandardCharsets.US_ASCII);
      int sent = 0;
      for (byte[] key : page) {
        sent += send(key) ? 1 : 0;
      }
      to.flush();
      for (int i = 0; i < sent; i++) {
        to.reply(value -> {});
      }
    } while (!cursor.equals("0"));
  }

  /** False when the key has expired meanwhile. */
  private boolean send(byte[] key) throws IOException {
    from.send(word("PTTL"), key);
    from.send(word("DUMP"), key);
    from.flush();
    byte @Nullable [] left = value();
    byte @Nullable [] dump = value();
    if (left == null || dump == null) {
      return false;
    }
    String millis = new String(left, StandardCharsets.US_ASCII);
    // -1 is for ever, which RESTORE tells by 0.
    to.send(word("RESTORE"), key, word(millis.equals("-1") ? "0" : millis), dump, REPLACE);
    work.advance(dump.length);
    return true;
  }

  private byte @Nullable [] value() throws IOException {
    byte[] @Nullable [] one = new byte[1][];
    from.reply(value -> one[0] = value);
    return one[0];
  }
}
