package dev.weir.runtime.postgresql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of PostgreSQL, such as 15.19; releases under development have minor 0. */
public record PostgresVersion(int major, int minor) implements Comparable<PostgresVersion> {
  private static final String NAME = "(PostgreSQL)";
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d+)(?:\\.(\\d+)|devel|beta\\d+|rc\\d+)?");

  /**
   * Reads {@code 15.19}, {@code pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)} or {@code
   * 16beta1}.
   */
  public static PostgresVersion parse(String text) {
    int named = text.indexOf(NAME);
    Matcher matcher = NUMBERS.matcher(named < 0 ? text : text.substring(named + NAME.length()));
    if (!matcher.find()) {
      throw new IllegalArgumentException("This is no version of PostgreSQL: " + text.strip());
    }
    String minor = matcher.group(2);
    return new PostgresVersion(
        Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  @Override
  public int compareTo(PostgresVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
