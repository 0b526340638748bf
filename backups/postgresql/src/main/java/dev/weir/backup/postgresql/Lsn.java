package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import java.util.regex.Pattern;

/** A place in the WAL, as bytes from its beginning; written {@code 16/B374D848}. */
record Lsn(long value) implements Comparable<Lsn> {
  private static final Pattern TEXT = Pattern.compile("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}");

  static Lsn parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw Rejected.because(
          PostgresBackupError.POINT, "This is no LSN: " + text + ". Write it as 16/B374D848.");
    }
    String[] halves = text.split("/");
    return new Lsn((Long.parseLong(halves[0], 16) << 32) | Long.parseLong(halves[1], 16));
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(value >>> 32, value & 0xFFFFFFFFL);
  }
}
