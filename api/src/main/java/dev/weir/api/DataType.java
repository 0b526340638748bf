package dev.weir.api;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The one type system of results: every engine's types are told in these. {@link #javaType()} is
 * the class of the object that {@link Row#value(int)} answers; nothing is ever rounded or moved to
 * another time zone on the way.
 */
public enum DataType {
  BOOLEAN(Boolean.class),
  /** A whole number that fits 64 bits. */
  INTEGER(Long.class),
  /** An exact number of any size and scale; whole numbers beyond 64 bits too. */
  DECIMAL(BigDecimal.class),
  /** An IEEE 754 number; NaN and infinities included. */
  FLOAT(Double.class),
  TEXT(String.class),
  BINARY(byte[].class),
  DATE(LocalDate.class),
  TIME(LocalTime.class),
  TIME_WITH_ZONE(OffsetTime.class),
  /** A date and time of day that names no zone. */
  TIMESTAMP(LocalDateTime.class),
  /** An instant with the offset that the database reported. */
  TIMESTAMP_WITH_ZONE(OffsetDateTime.class),
  /** A span of time in the database's own spelling, ISO 8601 where it has one. */
  INTERVAL(String.class),
  UUID(UUID.class),
  /** A JSON document as text, exactly as the database keeps it. */
  JSON(String.class),
  /** Elements in order; each is the object of its own type, or null. */
  ARRAY(List.class),
  /** Fields by name, as documents and hashes have them. */
  MAP(Map.class),
  /** A type of the engine's own, told as the text that the engine prints. */
  OTHER(String.class);

  private final Class<?> javaType;

  DataType(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** The class of the objects that a value of this type is told as. */
  public Class<?> javaType() {
    return javaType;
  }
}
