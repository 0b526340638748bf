package dev.weir.connector.redis;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer of the server in RESP, as a tree. */
sealed interface Reply {
  /** Nothing: a missing key, or a wait that ended in vain. */
  record Nil() implements Reply {}

  /** An error, with its prefix. */
  record Fault(String text) implements Reply {}

  /** A string of bytes, or a status such as {@code OK}: lettuce tells both alike. */
  record Bulk(byte[] bytes) implements Reply {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean ok() {
      return text().equals("OK");
    }
  }

  /** A whole number. */
  record Whole(long value) implements Reply {}

  /** A whole number beyond 64 bits. */
  record Big(BigDecimal value) implements Reply {}

  /** A floating-point number. */
  record Fraction(double value) implements Reply {}

  /** True or false. */
  record Truth(boolean value) implements Reply {}

  /** An array, a set or a push. */
  record Items(List<Reply> items) implements Reply {}

  /** A map: key, value, key, value. */
  record Pairs(List<Reply> items) implements Reply {}
}
