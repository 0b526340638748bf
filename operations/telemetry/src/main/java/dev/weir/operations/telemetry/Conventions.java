package dev.weir.operations.telemetry;

import dev.weir.api.WeirException;
import dev.weir.spi.trace.Sent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;

/**
 * What attributes are called: by the stable <a
 * href="https://opentelemetry.io/docs/specs/semconv/database/">semantic conventions for
 * databases</a>, and {@code weir.…} for what they do not know.
 */
final class Conventions {
  static final AttributeKey<String> DATABASE = AttributeKey.stringKey("weir.database");
  static final AttributeKey<String> ACTION = AttributeKey.stringKey("weir.action");
  static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("weir.attempt");
  static final AttributeKey<Long> ROWS = AttributeKey.longKey("weir.rows");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private static final AttributeKey<String> STATUS =
      AttributeKey.stringKey("db.response.status_code");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
  private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> PROCEDURE =
      AttributeKey.stringKey("db.stored_procedure.name");
  private static final AttributeKey<Long> BATCH = AttributeKey.longKey("db.operation.batch.size");
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

  private Conventions() {}

  /** What metrics are told by too: a bounded number of values. */
  static Attributes few(Sent sent) {
    AttributesBuilder few = Attributes.builder().put(SYSTEM, system(sent.type()));
    put(few, NAMESPACE, sent.namespace());
    put(few, OPERATION, known(sent.operation()));
    put(few, ADDRESS, sent.host());
    if (sent.port() > 0) {
      few.put(PORT, (long) sent.port());
    }
    return few.build();
  }

  /** What spans are told by alone. */
  static Attributes more(Sent sent) {
    AttributesBuilder more = Attributes.builder();
    put(more, SUMMARY, sent.summary());
    put(more, TEXT, sent.text());
    if (sent.procedure() != null) {
      more.put(PROCEDURE, sent.procedure());
    }
    if (sent.batch() > 1) {
      more.put(BATCH, (long) sent.batch());
    }
    return more.build();
  }

  private static void put(AttributesBuilder to, AttributeKey<String> key, String value) {
    if (!value.isEmpty()) {
      to.put(key, value);
    }
  }

  /** Words that begin a statement; a caller cannot make others up. */
  private static String known(String operation) {
    return switch (operation) {
      case "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "MERGE",
          "REPLACE",
          "WITH",
          "VALUES",
          "TABLE",
          "CALL",
          "COPY",
          "CREATE",
          "ALTER",
          "DROP",
          "TRUNCATE",
          "EXPLAIN",
          "SHOW",
          "SET",
          "GET",
          "DEL",
          "SCAN",
          "HGET",
          "HSET" ->
          operation;
      default -> "";
    };
  }

  /** The conventions' name of an engine. */
  static String system(String type) {
    return switch (type) {
      case "POSTGRESQL", "SUPABASE" -> "postgresql";
      case "MSSQL" -> "microsoft.sql_server";
      case "ORACLE" -> "oracle.db";
      case "DYNAMODB" -> "aws.dynamodb";
      case "SPANNER" -> "gcp.spanner";
      default -> type.toLowerCase(Locale.ROOT);
    };
  }

  static String errorType(WeirException error) {
    return error.code().id();
  }

  /** The code alone: a server's message may hold a value. */
  static void failed(Span span, WeirException error) {
    span.setAttribute(ERROR_TYPE, errorType(error));
    String state = error.facts().get("sqlState");
    if (state != null) {
      span.setAttribute(STATUS, state);
    }
    span.setStatus(StatusCode.ERROR, error.code().summary());
  }
}
