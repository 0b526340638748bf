package dev.weir.connector.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * Dates and times from the server's spelling (manual, section 8.5.2, style ISO) to that of {@code
 * java.time}, byte by byte: {@code 2026-01-02 03:04:00.5+05} is {@code
 * 2026-01-02T03:04:00.500+05:00}.
 */
final class IsoText {
  private static final int SECONDS = 16;
  private static final int FRACTION = 19;

  private IsoText() {}

  /** Null for infinity and for years before 1 or after 9999. */
  static byte @Nullable [] date(byte[] text) {
    return text.length == 10 && text[4] == '-' ? text : null;
  }

  /** Null for infinity, for years before 1 or after 9999, and for zones with seconds. */
  static byte @Nullable [] moment(byte[] text, boolean zoned) {
    if (text.length < FRACTION || text[4] != '-' || text[10] != ' ') {
      return null;
    }
    int zone = text.length > FRACTION && text[FRACTION] == '.' ? FRACTION + 1 : FRACTION;
    while (zone < text.length && text[zone] >= '0' && text[zone] <= '9') {
      zone++;
    }
    if (zoned ? !isZone(text, zone) : zone != text.length) {
      return null;
    }
    int digits = Math.max(0, zone - FRACTION - 1);
    int clock = digits > 0 || !wholeMinute(text) ? FRACTION : SECONDS;
    int padding = digits == 0 ? 0 : digits <= 3 ? 3 - digits : 6 - digits;
    boolean utc = zoned && isUtc(text, zone);
    byte[] iso =
        new byte[clock + (digits > 0 ? 1 + digits : 0) + padding + (utc ? 1 : zoned ? 6 : 0)];
    System.arraycopy(text, 0, iso, 0, clock);
    iso[10] = 'T';
    int at = clock;
    if (digits > 0) {
      System.arraycopy(text, FRACTION, iso, at, 1 + digits);
      at += 1 + digits;
      for (int i = 0; i < padding; i++) {
        iso[at++] = '0';
      }
    }
    if (utc) {
      iso[at] = 'Z';
    } else if (zoned) {
      zone(text, zone, iso, at);
    }
    return iso;
  }

  private static boolean wholeMinute(byte[] text) {
    return text[SECONDS + 1] == '0' && text[SECONDS + 2] == '0';
  }

  /** {@code +05} or {@code +05:30}. */
  private static boolean isZone(byte[] text, int at) {
    int length = text.length - at;
    return (length == 3 || length == 6 && text[at + 3] == ':')
        && (text[at] == '+' || text[at] == '-');
  }

  private static boolean isUtc(byte[] text, int at) {
    return text.length - at == 3 && text[at + 1] == '0' && text[at + 2] == '0';
  }

  private static void zone(byte[] text, int from, byte[] iso, int at) {
    int length = text.length - from;
    System.arraycopy(text, from, iso, at, length);
    if (length == 3) {
      iso[at + 3] = ':';
      iso[at + 4] = '0';
      iso[at + 5] = '0';
    }
  }
}
