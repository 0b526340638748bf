package dev.weir.operations.backup.repository;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Ids that sort by time, such as {@code 20261121T132455Z-7f3a}. */
public final class BackupId {
  private static final Pattern SHAPE = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{4}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private BackupId() {}

  static String at(Instant time) {
    return TIME.format(time) + "-%04x".formatted(RANDOM.nextInt(1 << 16));
  }

  public static boolean is(String text) {
    return SHAPE.matcher(text).matches();
  }
}
