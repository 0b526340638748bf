package dev.weir.backup.mysql;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a server or a program.
 *
 * @param mariadb whether it is MariaDB's rather than MySQL's
 */
record Version(boolean mariadb, int major, int minor, String words) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+");
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major).thenComparingInt(Version::minor);

  /** Of {@code select version()}, such as {@code 10.11.19-MariaDB-log} or {@code 8.0.15}. */
  static Version ofServer(String told) {
    return parse(told, told);
  }

  /** Of {@code --version}, where MariaDB's programs tell their own number first. */
  static Version ofProgram(String told) {
    int distribution = Math.max(told.indexOf("Distrib "), told.indexOf("from "));
    return parse(told, distribution < 0 ? told : told.substring(distribution));
  }

  private static Version parse(String told, String numbers) {
    Matcher matcher = NUMBERS.matcher(numbers);
    if (!matcher.find()) {
      return new Version(told.contains("MariaDB"), 0, 0, told.strip());
    }
    return new Version(
        told.contains("MariaDB"),
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group());
  }

  /** True when it is of the same family and of an earlier series. */
  boolean olderThan(Version other) {
    return mariadb == other.mariadb && ORDER.compare(this, other) < 0;
  }

  boolean sameSeries(Version other) {
    return mariadb == other.mariadb && ORDER.compare(this, other) == 0;
  }

  @Override
  public String toString() {
    return (mariadb ? "MariaDB " : "MySQL ") + words;
  }
}
