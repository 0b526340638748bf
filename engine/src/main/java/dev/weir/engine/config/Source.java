package dev.weir.engine.config;

/**
 * Where a value came from, in the order of precedence.
 *
 * @param note what else matters: the template's name, the environment, the variables in the text
 */
record Source(Kind kind, Place place, String note) {
  /** Who said it; an earlier one wins over a later one. */
  enum Kind {
    COMMAND_LINE,
    VARIABLE,
    OVERLAY,
    DATABASE,
    TEMPLATE,
    OVERLAY_DEFAULTS,
    DEFAULTS,
    ENVIRONMENT,
    BUILT_IN
  }

  static Source variable(String name) {
    return new Source(Kind.VARIABLE, Place.of("variable " + name), "");
  }

  Source with(String more) {
    return new Source(kind, place, note.isEmpty() ? more : note + ", " + more);
  }

  /** {@code weir.yaml:12 (template clinical)}. */
  @Override
  public String toString() {
    return place.brief() + (note.isEmpty() ? "" : " (" + note + ")");
  }
}
