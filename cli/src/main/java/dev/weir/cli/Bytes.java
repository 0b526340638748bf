package dev.weir.cli;

import java.util.Locale;

/** Numbers of bytes as people read them: {@code 1.2 GB}. */
final class Bytes {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Bytes() {}

  static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String number = unit == 0 || value >= 99.95 ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, number, value) + " " + UNITS[unit];
  }
}
