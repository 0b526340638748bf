package dev.weir.connector.redis;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to cells. Redis keeps most things as strings, so text that spells a number, a time
 * or a UUID exactly can be asked for as such.
 */
abstract class CellRow implements Row {
  /** The value of a column in the row at hand, as {@link Cells} made it. */
  abstract @Nullable Object cell(int column);

  @Override
  public int index(String column) {
    List<Column> columns = columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(column)) {
        return i;
      }
    }
    throw Rejected.because(
        CoreError.UNKNOWN_COLUMN,
        "There is no column "
            + column
            + "; the columns are "
            + columns.stream().map(Column::name).collect(Collectors.joining(", "))
            + ".");
  }

  @Override
  public @Nullable Object value(int column) {
    return Cells.as(cell(column), columns().get(column).type());
  }

  @Override
  public boolean isNull(int column) {
    return cell(column) == null;
  }

  @Override
  public boolean booleanAt(int column) {
    Object cell = cell(column);
    return switch (cell) {
      case null -> false;
      case Boolean truth -> truth;
      case Long number when number == 0 || number == 1 -> number == 1;
      case String text when text.equals("1") || text.equalsIgnoreCase("true") -> true;
      case String text when text.equals("0") || text.equalsIgnoreCase("false") -> false;
      default -> throw refused(column, Boolean.class);
    };
  }

  @Override
  public int intAt(int column) {
    return exactly(column, Integer.class, BigDecimal::intValueExact, 0);
  }

  @Override
  public long longAt(int column) {
    return cell(column) instanceof Long number
        ? number
        : exactly(column, Long.class, BigDecimal::longValueExact, 0L);
  }

  @Override
  public double doubleAt(int column) {
    Object cell = cell(column);
    return switch (cell) {
      case null -> 0;
      case Double number -> number;
      case String text when infinite(text) -> text.startsWith("-") ? -1 / 0.0 : 1 / 0.0;
      default -> asDouble(column);
    };
  }

  private static boolean infinite(String text) {
    return text.equals("inf") || text.equals("-inf");
  }

  /** Whole numbers must survive the way to a double and back; decimals take the nearest one. */
  private double asDouble(int column) {
    BigDecimal number = exactly(column, Double.class, Function.identity(), BigDecimal.ZERO);
    double nearest = number.doubleValue();
    if (Double.isInfinite(nearest)
        || (number.stripTrailingZeros().scale() <= 0
            && new BigDecimal(nearest).compareTo(number) != 0)) {
      throw refused(column, Double.class);
    }
    return nearest;
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    return isNull(column)
        ? null
        : exactly(column, BigDecimal.class, Function.identity(), BigDecimal.ZERO);
  }

  @Override
  public @Nullable String text(int column) {
    Object value = value(column);
    return value == null ? null : Cells.text(value);
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    Object cell = cell(column);
    return switch (cell) {
      case null -> null;
      case byte[] bytes -> bytes.clone();
      case String text -> Texts.bytes(text);
      default -> throw refused(column, byte[].class);
    };
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    if (isNull(column)) {
      return null;
    }
    Object value = value(column);
    return type.isInstance(value) ? type.cast(value) : type.cast(converted(column, type));
  }

  private @Nullable Object converted(int column, Class<?> type) {
    if (type == String.class) {
      return text(column);
    }
    if (type == byte[].class) {
      return bytes(column);
    }
    if (type == Boolean.class) {
      return booleanAt(column);
    }
    if (Number.class.isAssignableFrom(type)) {
      return number(column, type);
    }
    if (!(cell(column) instanceof String text)) {
      throw refused(column, type);
    }
    try {
      return parsed(text, column, type);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw refused(column, type);
    }
  }

  private @Nullable Object number(int column, Class<?> type) {
    if (type == Double.class) {
      return doubleAt(column);
    }
    if (type == Float.class) {
      float narrow = (float) doubleAt(column);
      if (Double.compare(narrow, doubleAt(column)) != 0) {
        throw refused(column, type);
      }
      return narrow;
    }
    return type == Long.class
        ? (Object) longAt(column)
        : type == Integer.class
            ? (Object) intAt(column)
            : type == Short.class
                ? (Object) exactly(column, type, BigDecimal::shortValueExact, (short) 0)
                : type == Byte.class
                    ? (Object) exactly(column, type, BigDecimal::byteValueExact, (byte) 0)
                    : type == java.math.BigInteger.class
                        ? exactly(
                            column, type, BigDecimal::toBigIntegerExact, java.math.BigInteger.ZERO)
                        : decimal(column);
  }

  private Object parsed(String text, int column, Class<?> type) {
    if (type == UUID.class) {
      return UUID.fromString(text);
    }
    if (type == LocalDate.class) {
      return LocalDate.parse(text);
    }
    if (type == LocalTime.class) {
      return LocalTime.parse(text);
    }
    if (type == LocalDateTime.class) {
      return LocalDateTime.parse(text);
    }
    if (type == OffsetTime.class) {
      return OffsetTime.parse(text);
    }
    if (type == OffsetDateTime.class) {
      return OffsetDateTime.parse(text);
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(text)) {
          return constant;
        }
      }
    }
    throw refused(column, type);
  }

  private <T> T exactly(int column, Class<?> type, Function<BigDecimal, T> narrowing, T whereNull) {
    Object cell = cell(column);
    try {
      return switch (cell) {
        case null -> whereNull;
        case Long number -> narrowing.apply(BigDecimal.valueOf(number));
        case BigDecimal number -> narrowing.apply(number);
        case Double number -> narrowing.apply(new BigDecimal(number.toString()));
        case String text -> narrowing.apply(new BigDecimal(text));
        default -> throw refused(column, type);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused(column, type);
    }
  }

  private Rejected refused(int column, Class<?> type) {
    Column of = columns().get(column);
    DataType told = of.type();
    return Rejected.because(
        CoreError.CONVERSION,
        "The value of column "
            + of.name()
            + " ("
            + told
            + ") cannot be told as "
            + type.getSimpleName()
            + " without loss.");
  }
}
