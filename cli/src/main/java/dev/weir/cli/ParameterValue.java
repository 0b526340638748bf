package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value for a statement: {@code name=value}, {@code name:type=value}, or {@code value} alone for
 * the next {@code ?}. Without a type it is told by its look; {@code =value} and {@code :type=value}
 * are values without a name.
 *
 * @param name null for a positional one
 */
record ParameterValue(@Nullable String name, @Nullable Object value) {
  private static final Pattern SHAPE =
      Pattern.compile("(?s)([\\p{L}_][\\p{L}\\p{N}_]*)?(?::([a-z]+))?=(.*)");
  private static final String TYPES =
      "int, decimal, float, boolean, text, json, uuid, date, time, timestamp, hex, base64 or null";

  static ParameterValue parse(String argument) {
    Matcher shape = SHAPE.matcher(argument);
    if (!shape.matches()) {
      return new ParameterValue(null, inferred(argument));
    }
    String type = shape.group(2);
    String text = shape.group(3);
    return new ParameterValue(
        shape.group(1), type == null ? inferred(text) : typed(type.toLowerCase(Locale.ROOT), text));
  }

  /** Numbers and truth values by their look, so that 007 stays the text that it is. */
  static Object inferred(String text) {
    if (text.matches("-?(0|[1-9]\\d{0,17})")) {
      return Long.valueOf(text);
    }
    if (text.matches("-?(0|[1-9]\\d{0,999})(\\.\\d{1,999})?")) {
      return new BigDecimal(text);
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }

  /** The value as a type that is named. */
  static @Nullable Object typed(String type, String text) {
    try {
      return switch (type) {
        case "int", "integer" -> Long.valueOf(text);
        case "decimal", "numeric" -> new BigDecimal(text);
        case "float", "double" -> Double.valueOf(text);
        case "boolean", "bool" -> truth(text);
        case "text", "string", "json" -> text;
        case "uuid" -> UUID.fromString(text);
        case "date" -> LocalDate.parse(text);
        case "time" -> LocalTime.parse(text);
        case "timestamp" -> timestamp(text);
        case "hex" -> HexFormat.of().parseHex(text);
        case "base64" -> Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
        case "null" -> null;
        default ->
            throw Rejected.because(
                CoreError.INVALID_OPTION,
                "There is no type '" + type + "'; a value is " + TYPES + ".");
      };
    } catch (IllegalArgumentException | DateTimeParseException wrong) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "The value of type " + type + " is not one.", wrong);
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Object timestamp(String text) {
    String iso = text.replace(' ', 'T');
    return iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
        ? OffsetDateTime.parse(iso)
        : LocalDateTime.parse(iso);
  }

  /** Safe to show: values are not told. */
  @Override
  public String toString() {
    return name == null ? "?" : ":" + name;
  }
}
