package dev.weir.spi.advise;

/**
 * A statement that was seen.
 *
 * @param text with its values, or with {@code $1} and the like in their place
 * @param calls how often it ran in a day
 * @param milliseconds what it takes in the mean; 0 when nobody measured
 */
public record Sample(String text, double calls, double milliseconds) {
  public Sample {
    text = text.strip().replaceFirst(";\\s*$", "");
  }
}
