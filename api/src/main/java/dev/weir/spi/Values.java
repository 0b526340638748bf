package dev.weir.spi;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between the objects of {@link DataType}, the same for all connectors. What cannot be
 * told without loss is refused with {@code WEIR-012}.
 */
public final class Values {
  private Values() {}

  public static boolean toBoolean(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case Number number when number.doubleValue() == 0 -> false;
      case Number number when number.doubleValue() == 1 -> true;
      case String text when text.equals("true") || text.equals("t") || text.equals("1") -> true;
      case String text when text.equals("false") || text.equals("f") || text.equals("0") -> false;
      default -> throw cannot(value, "a boolean");
    };
  }

  public static long toLong(Object value) {
    try {
      return switch (value) {
        case Long number -> number;
        case Integer number -> number;
        case Short number -> number;
        case Byte number -> number;
        case BigDecimal number -> number.longValueExact();
        case BigInteger number -> number.longValueExact();
        case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p63 ->
            number.longValue();
        case Float number when number == Math.rint(number) && Math.abs(number) < 0x1p63 ->
            number.longValue();
        case Boolean flag -> flag ? 1 : 0;
        case String text -> new BigDecimal(text.strip()).longValueExact();
        default -> throw cannot(value, "a 64-bit integer");
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw cannot(value, "a 64-bit integer");
    }
  }

  public static int toInt(Object value) {
    long number = toLong(value);
    if (number != (int) number) {
      throw cannot(value, "a 32-bit integer");
    }
    return (int) number;
  }

  public static double toDouble(Object value) {
    try {
      return switch (value) {
        case Number number -> number.doubleValue();
        case String text -> Double.parseDouble(text.strip());
        default -> throw cannot(value, "a floating-point number");
      };
    } catch (NumberFormatException e) {
      throw cannot(value, "a floating-point number");
    }
  }

  public static BigDecimal toDecimal(Object value) {
    try {
      return switch (value) {
        case BigDecimal number -> number;
        case BigInteger number -> new BigDecimal(number);
        case Double number -> new BigDecimal(number.toString());
        case Float number -> new BigDecimal(number.toString());
        case Number number -> BigDecimal.valueOf(number.longValue());
        case String text -> new BigDecimal(text.strip());
        default -> throw cannot(value, "a decimal number");
      };
    } catch (NumberFormatException e) {
      throw cannot(value, "a decimal number");
    }
  }

  /** ISO 8601 for times, base64 for binary, plain digits for decimals. */
  public static String toText(Object value) {
    return switch (value) {
      case String text -> text;
      case BigDecimal number -> number.toPlainString();
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      default -> value.toString();
    };
  }

  public static byte[] toBytes(Object value) {
    return switch (value) {
      case byte[] bytes -> bytes;
      case String text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      default -> throw cannot(value, "binary");
    };
  }

  /**
   * The value as {@code type}: one of the classes of {@link DataType}, a boxed number, or an enum
   * by its name.
   */
  public static <T> T convert(Object value, Class<T> type) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    Object converted = converted(value, type);
    return type.cast(converted);
  }

  private static Object converted(Object value, Class<?> type) {
    try {
      if (type == String.class) {
        return toText(value);
      } else if (type == Long.class) {
        return toLong(value);
      } else if (type == Integer.class) {
        return toInt(value);
      } else if (type == Short.class) {
        return (short) Math.clamp(toInt(value), Short.MIN_VALUE, Short.MAX_VALUE) == toInt(value)
            ? (Object) (short) toInt(value)
            : refuse(value, type);
      } else if (type == Double.class) {
        return toDouble(value);
      } else if (type == Float.class) {
        return (float) toDouble(value);
      } else if (type == Boolean.class) {
        return toBoolean(value);
      } else if (type == BigDecimal.class) {
        return toDecimal(value);
      } else if (type == BigInteger.class) {
        return toDecimal(value).toBigIntegerExact();
      } else if (type == byte[].class) {
        return toBytes(value);
      } else if (type == UUID.class) {
        return UUID.fromString(toText(value));
      } else if (type == LocalDate.class
          && value instanceof LocalDateTime moment
          && moment.toLocalTime().equals(LocalTime.MIDNIGHT)) {
        return moment.toLocalDate();
      } else if (type == LocalDate.class) {
        return LocalDate.parse(toText(value));
      } else if (type == LocalDateTime.class && value instanceof LocalDate day) {
        return day.atStartOfDay();
      } else if (type == LocalDateTime.class) {
        return LocalDateTime.parse(toText(value));
      } else if (type == LocalTime.class) {
        return LocalTime.parse(toText(value));
      } else if (type == OffsetDateTime.class) {
        return OffsetDateTime.parse(toText(value));
      } else if (type == java.time.Instant.class && value instanceof OffsetDateTime moment) {
        return moment.toInstant();
      } else if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          if (((Enum<?>) constant).name().equals(toText(value))) {
            return constant;
          }
        }
      }
    } catch (java.time.DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw cannot(value, type.getSimpleName());
    }
    return refuse(value, type);
  }

  private static Object refuse(Object value, Class<?> type) {
    throw cannot(value, type.getSimpleName());
  }

  /** The type that a Java object stands for; {@code OTHER} where it is none of them. */
  public static DataType typeOf(@Nullable Object value) {
    return switch (value) {
      case null -> DataType.TEXT;
      case Boolean _ -> DataType.BOOLEAN;
      case Long _ -> DataType.INTEGER;
      case Integer _ -> DataType.INTEGER;
      case BigDecimal _ -> DataType.DECIMAL;
      case BigInteger _ -> DataType.DECIMAL;
      case Double _ -> DataType.FLOAT;
      case String _ -> DataType.TEXT;
      case byte[] _ -> DataType.BINARY;
      case LocalDate _ -> DataType.DATE;
      case LocalTime _ -> DataType.TIME;
      case LocalDateTime _ -> DataType.TIMESTAMP;
      case OffsetDateTime _ -> DataType.TIMESTAMP_WITH_ZONE;
      case UUID _ -> DataType.UUID;
      case List<?> _ -> DataType.ARRAY;
      case Map<?, ?> _ -> DataType.MAP;
      default -> DataType.OTHER;
    };
  }

  private static Rejected cannot(Object value, String target) {
    return Rejected.because(
        CoreError.CONVERSION,
        "A value of class "
            + value.getClass().getSimpleName()
            + " cannot be told as "
            + target
            + " without loss.");
  }
}
