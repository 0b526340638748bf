package dev.weir.backup.mysql;

import dev.weir.spi.backup.Position;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a dump as it passes: where the binary log stood, which comes first and only once the
 * dump has its snapshot, and whether it was written to its end. One thread writes, others may wait.
 */
final class DumpHead {
  private static final int HEAD = 1 << 16;
  private static final int TAIL = 256;
  private static final Pattern LOG =
      Pattern.compile("(?:MASTER|SOURCE)_LOG_FILE='([^']+)', (?:MASTER|SOURCE)_LOG_POS=(\\d+)");
  private static final Pattern GTID = Pattern.compile("gtid_slave_pos='([^']*)'");

  /** What the program writes only once it has begun its transaction. */
  private static final Pattern SNAPSHOT =
      Pattern.compile("CHANGE (MASTER|REPLICATION)|-- Table structure|Current Database");

  private static final String END = "-- Dump completed";

  private final StringBuilder head = new StringBuilder();
  private final CountDownLatch begun = new CountDownLatch(1);
  private String tail = "";

  void passed(byte[] block, int length) {
    String text = new String(block, 0, length, StandardCharsets.ISO_8859_1);
    if (head.length() < HEAD) {
      head.append(text, 0, Math.min(length, HEAD - head.length()));
    }
    String end = tail + text.substring(Math.max(0, length - TAIL));
    tail = end.substring(Math.max(0, end.length() - TAIL));
    if (head.length() >= HEAD || SNAPSHOT.matcher(head).find()) {
      begun.countDown();
    }
  }

  /** It began or will not begin any more. */
  void over() {
    begun.countDown();
  }

  boolean begun(long millis) throws InterruptedException {
    return begun.await(millis, TimeUnit.MILLISECONDS);
  }

  boolean whole() {
    return tail.contains(END);
  }

  Position position() {
    Map<String, String> facts = new TreeMap<>();
    Matcher log = LOG.matcher(head);
    if (log.find()) {
      facts.put("binlog", log.group(1));
      facts.put("offset", log.group(2));
    }
    Matcher gtid = GTID.matcher(head);
    if (gtid.find()) {
      facts.put("gtid", gtid.group(1));
    }
    return new Position(facts);
  }
}
