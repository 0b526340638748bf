package dev.weir.engine.config;

/**
 * A value that somebody said.
 *
 * @param literal true when it stands in the source as it is, without a variable
 */
record Given(Object value, Source source, boolean literal) {
  Place place() {
    return source.place();
  }
}
