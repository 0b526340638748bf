package dev.weir.operations.backup.repository;

import dev.weir.spi.backup.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scopes as they stand in a manifest: a {@code kind}, and what the kind needs. */
final class ScopeText {
  private ScopeText() {}

  static Map<String, String> write(Scope scope) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("kind", scope.kind().name());
    switch (scope) {
      case Scope.Cluster _, Scope.Whole _ -> {}
      case Scope.OneSchema one -> text.put("schema", one.schema());
      case Scope.OneTable one -> {
        text.put("schema", one.schema());
        text.put("table", one.table());
      }
      case Scope.OneTenant one -> {
        text.put("column", one.column());
        text.put("tenant", one.tenant());
      }
    }
    return text;
  }

  static Scope read(Map<String, String> text) {
    return switch (Scope.Kind.valueOf(need(text, "kind"))) {
      case CLUSTER -> new Scope.Cluster();
      case DATABASE -> new Scope.Whole();
      case SCHEMA -> new Scope.OneSchema(need(text, "schema"));
      case TABLE -> new Scope.OneTable(need(text, "schema"), need(text, "table"));
      case TENANT -> new Scope.OneTenant(need(text, "column"), need(text, "tenant"));
    };
  }

  private static String need(Map<String, String> text, String key) {
    String value = text.get(key);
    if (value == null) {
      throw new IllegalArgumentException("The scope has no " + key + ".");
    }
    return value;
  }
}
