package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Two rows with a column of each type: values that are hard to tell, and NULLs. */
@NullMarked
public final class AllTypes {
  public static final BigDecimal HUGE =
      new BigDecimal("-123456789012345678901234567890123456789012345678901234567890.1200");
  public static final String HARD_TEXT =
      "a \"quoted\", text\r\nwith \t \0 \u001b[31m, \\ and 😀 ü €";

  private AllTypes() {}

  public static ListRows rows() {
    List<Column> columns =
        Arrays.stream(DataType.values()).map(type -> Column.of(type.name(), type)).toList();
    return ListRows.of(columns, Stream.of(values(), Arrays.asList(new Object[columns.size()])));
  }

  private static List<@Nullable Object> values() {
    return Arrays.stream(DataType.values()).<@Nullable Object>map(AllTypes::value).toList();
  }

  public static Object value(DataType type) {
    return switch (type) {
      case BOOLEAN -> true;
      case INTEGER -> Long.MIN_VALUE;
      case DECIMAL -> HUGE;
      case FLOAT -> 0.1;
      case TEXT -> HARD_TEXT;
      case BINARY -> new byte[] {0, -1, 1, -2};
      case DATE -> LocalDate.of(2024, 2, 29);
      case TIME -> LocalTime.of(23, 59, 0);
      case TIME_WITH_ZONE -> OffsetTime.parse("10:15:30.000001+02:00");
      case TIMESTAMP -> LocalDateTime.parse("1969-12-31T23:59:59.999999");
      case TIMESTAMP_WITH_ZONE -> OffsetDateTime.parse("2026-03-29T02:30:00.5+05:30");
      case INTERVAL -> "P1Y2M3DT4H";
      case UUID -> UUID.fromString("00000000-0000-4000-8000-0000000000ff");
      case JSON -> "{\"a\" : [1, 2.50,\n null], \"b\": \"\\u00e9\"}";
      case ARRAY -> Arrays.asList(1L, null, List.of("x", "\""), new BigDecimal("2.50"));
      case MAP -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("k \"1\"", Double.NaN);
        map.put("k2", null);
        map.put("k3", Map.of());
        yield map;
      }
      case OTHER -> "(1,2)";
    };
  }
}
