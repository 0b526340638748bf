package dev.weir.connector.sql;

/** What a token is. */
enum Token {
  /** Before the first and after the last. */
  END,
  WORD,
  /** A quoted name. */
  QUOTED,
  /** {@code @x}, where that is a variable. */
  VARIABLE,
  STRING,
  NUMBER,
  /** {@code ?}, not yet known to be a parameter or an operator. */
  QUESTION,
  /** {@code :name}. */
  NAMED,
  /** {@code $1} or {@code ?1}. */
  NUMBERED,
  OPERATOR,
  OPEN,
  CLOSE,
  OPEN_BRACKET,
  CLOSE_BRACKET,
  COMMA,
  DOT,
  SEMICOLON;

  boolean literal() {
    return this == STRING || this == NUMBER;
  }

  boolean isName() {
    return this == WORD || this == QUOTED;
  }

  boolean parameter() {
    return this == QUESTION || this == NAMED || this == NUMBERED;
  }
}
