package dev.weir.backups;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.Scope;

/** Which part of a server is meant, as people write it. */
public final class Scopes {
  private Scopes() {}

  /**
   * From {@code database}, {@code cluster}, {@code schema=…}, {@code table=…}, {@code tenant=…}.
   *
   * @throws Rejected with {@code WEIR-005} for anything else
   */
  public static Scope parse(String text) {
    int equals = text.indexOf('=');
    String kind = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    boolean named = !value.isBlank();
    if (!named && kind.equals("database")) {
      return new Scope.Whole();
    } else if (!named && kind.equals("cluster")) {
      return new Scope.Cluster();
    } else if (named && kind.equals("schema")) {
      return new Scope.OneSchema(value);
    } else if (named && kind.equals("table")) {
      return table(value);
    } else if (named && kind.equals("tenant")) {
      return tenant(value);
    }
    throw wrong(
        "The scope '"
            + text
            + "' is none of database, cluster, schema=NAME, table=SCHEMA.TABLE and"
            + " tenant=COLUMN:VALUE.");
  }

  /** From {@code schema.table}; without a schema it is one of {@code public}. */
  public static Scope table(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new Scope.OneTable("public", text)
        : new Scope.OneTable(text.substring(0, dot), text.substring(dot + 1));
  }

  /** From {@code column:value}. */
  public static Scope tenant(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw wrong("A tenant is written as COLUMN:VALUE, such as clinic_id:7; not '" + text + "'.");
    }
    return new Scope.OneTenant(text.substring(0, colon), text.substring(colon + 1));
  }

  /** What {@link #parse} reads. */
  public static String text(Scope scope) {
    return switch (scope) {
      case Scope.Whole _ -> "database";
      case Scope.Cluster _ -> "cluster";
      case Scope.OneSchema one -> "schema=" + one.schema();
      case Scope.OneTable one -> "table=" + one.schema() + "." + one.table();
      case Scope.OneTenant one -> "tenant=" + one.column() + ":" + one.tenant();
    };
  }

  private static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }
}
