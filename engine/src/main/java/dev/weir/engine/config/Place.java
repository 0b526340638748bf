package dev.weir.engine.config;

/**
 * Where something was said.
 *
 * @param source a file's name, a variable's name or {@code command line}
 * @param line from 1; 0 where there are no lines
 * @param column from 1; 0 where there are no columns
 */
public record Place(String source, int line, int column) {
  static Place of(String source) {
    return new Place(source, 0, 0);
  }

  /** {@code weir.yaml:12}, or the source alone. */
  public String brief() {
    return line == 0 ? source : source + ":" + line;
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
