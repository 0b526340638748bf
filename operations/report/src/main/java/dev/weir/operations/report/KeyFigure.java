package dev.weir.operations.report;

/**
 * A number to see first.
 *
 * @param id stable, such as {@code cache}
 * @param note what it is measured against; may be empty
 */
public record KeyFigure(String id, String title, Form form, double value, String note, Tone tone) {
  /** How it stands. */
  public enum Tone {
    /** As it should be, or neither good nor bad. */
    PLAIN,
    /** Worth a look. */
    WARNING
  }

  /** The value as people read it. */
  public String text() {
    return form.text(value);
  }
}
