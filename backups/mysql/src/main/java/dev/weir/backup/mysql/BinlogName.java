package dev.weir.backup.mysql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a binary log, such as {@code mb.000042}. */
record BinlogName(String base, long number) implements Comparable<BinlogName> {
  private static final Pattern NAME = Pattern.compile("([^/\\\\]+)\\.(\\d{6,10})");

  static Optional<BinlogName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new BinlogName(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  BinlogName next() {
    return new BinlogName(base, number + 1);
  }

  @Override
  public int compareTo(BinlogName other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return base + "." + "%06d".formatted(number);
  }
}
