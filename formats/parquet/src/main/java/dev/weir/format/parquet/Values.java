package dev.weir.format.parquet;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.encode.JsonPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** The values of one column in Parquet's spelling; refuses what does not fit. */
final class Values {
  private final String column;
  private final JsonPrinter json = new JsonPrinter();

  Values(String column) {
    this.column = column;
  }

  <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw unfit(type.getSimpleName());
    }
    return type.cast(value);
  }

  void text(RecordConsumer to, Object value) {
    to.addBinary(Binary.fromString(text(value)));
  }

  private String text(Object value) {
    try {
      return switch (value) {
        case OffsetTime time -> DateTimeFormatter.ISO_OFFSET_TIME.format(time);
        case List<?> elements -> json.text(elements);
        case Map<?, ?> fields -> json.text(fields);
        default -> value.toString();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Binary octets(UUID uuid) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  /**
   * A decimal as a number of {@code places} after the point, in so many bytes, the highest first.
   */
  Binary unscaled(Object value, int digits, int places, int bytes) {
    BigDecimal number = as(BigDecimal.class, value);
    if (number.stripTrailingZeros().scale() > places
        || number.precision() - number.scale() + places > digits) {
      throw unfit("decimal(" + digits + ", " + places + ")");
    }
    BigInteger unscaled = number.setScale(places).unscaledValue();
    byte[] least = unscaled.toByteArray();
    byte[] all = new byte[bytes];
    Arrays.fill(all, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(least, 0, all, bytes - least.length, least.length);
    return Binary.fromConstantByteArray(all);
  }

  int days(Object value) {
    try {
      return Math.toIntExact(as(LocalDate.class, value).toEpochDay());
    } catch (ArithmeticException e) {
      throw unfit("date");
    }
  }

  long microsOfDay(Object value) {
    long nanos = as(LocalTime.class, value).toNanoOfDay();
    if (nanos % 1_000 != 0) {
      throw unfit("time(micros)");
    }
    return nanos / 1_000;
  }

  /** Microseconds since 1970, of a time with an offset, or of one without as if it were in UTC. */
  long micros(Object value) {
    OffsetDateTime time =
        value instanceof LocalDateTime local
            ? local.atOffset(ZoneOffset.UTC)
            : as(OffsetDateTime.class, value);
    if (time.getNano() % 1_000 != 0) {
      throw unfit("timestamp(micros)");
    }
    try {
      return Math.addExact(
          Math.multiplyExact(time.toEpochSecond(), 1_000_000), time.getNano() / 1_000);
    } catch (ArithmeticException e) {
      throw unfit("timestamp(micros)");
    }
  }

  private Rejected unfit(String type) {
    return Rejected.because(
        CoreError.CONVERSION,
        "A value of column "
            + column
            + " does not fit "
            + type
            + " without loss; cast the column in the statement.");
  }
}
