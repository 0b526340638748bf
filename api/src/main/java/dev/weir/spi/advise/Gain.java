package dev.weir.spi.advise;

import java.util.Locale;

/**
 * What following an advice is expected to bring. Amounts of different units compare by their {@link
 * #points}: a second of database time a day is one point, a mebibyte is a tenth; what guards
 * against a loss has points by how likely and how bad it is, chosen so that it stands above what
 * only costs.
 *
 * @param amount in {@code unit}
 * @param unit such as {@code s/day}, {@code bytes} or {@code risk}
 */
public record Gain(double points, double amount, String unit) implements Comparable<Gain> {
  private static final double POINTS_OF_MEBIBYTE = 0.1;

  /** Time of the database that is saved each day. */
  public static Gain seconds(double secondsOfDay) {
    return new Gain(secondsOfDay, secondsOfDay, "s/day");
  }

  /** Room that is won, on disk and in memory. */
  public static Gain bytes(double bytes) {
    return new Gain(bytes / (1 << 20) * POINTS_OF_MEBIBYTE, bytes, "bytes");
  }

  /** A loss that is avoided; more points for what is nearer and worse. */
  public static Gain risk(double points) {
    return new Gain(points, points, "risk");
  }

  /** Time and room together, told as time. */
  public Gain and(Gain other) {
    return new Gain(points + other.points, amount, unit);
  }

  /** The amount for people: {@code 12.3 s/day}, {@code 4.0 MiB}, {@code risk 900}. */
  public String text() {
    return switch (unit) {
      case "bytes" ->
          amount >= 1 << 30
              ? String.format(Locale.ROOT, "%.1f GiB", amount / (1 << 30))
              : amount >= 1 << 20
                  ? String.format(Locale.ROOT, "%.1f MiB", amount / (1 << 20))
                  : String.format(Locale.ROOT, "%.0f KiB", amount / 1024);
      case "risk" -> String.format(Locale.ROOT, "risk %.0f", amount);
      default -> String.format(Locale.ROOT, amount < 10 ? "%.2f %s" : "%.0f %s", amount, unit);
    };
  }

  @Override
  public int compareTo(Gain other) {
    return Double.compare(points, other.points);
  }
}
