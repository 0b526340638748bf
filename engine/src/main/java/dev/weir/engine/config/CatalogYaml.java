package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes a catalog as a {@code weir.yaml} that reads back as the same catalog. What is a default
 * anyway is left out.
 */
public final class CatalogYaml {
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setSchema(new CoreSchema())
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setSplitLines(false)
          .setDereferenceAliases(true)
          .build();

  private CatalogYaml() {}

  /** What becomes of secrets that the catalog holds themselves; references are always written. */
  public enum Literals {
    /** They are left out. */
    LEFT_OUT,
    /** They are written as they are. */
    WRITTEN
  }

  /** The catalog as YAML. */
  public static String write(Catalog catalog, Literals literals) {
    Map<String, Object> databases = new LinkedHashMap<>();
    catalog
        .databases()
        .forEach(
            (name, definition) -> databases.put(name, database(catalog, definition, literals)));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", WeirFile.VERSION);
    root.put("environment", DatabaseKeys.ENVIRONMENT.render(catalog.environment()));
    root.put("databases", databases);
    return new Dump(SETTINGS).dumpToString(root);
  }

  private static Map<String, Object> database(
      Catalog catalog, Definition definition, Literals literals) {
    Definition unsaid = unsaid(catalog, definition);
    Map<String, Object> written = new LinkedHashMap<>();
    for (Key<Definition> key : DatabaseKeys.TABLE.keys()) {
      Object value = key.read().apply(definition);
      boolean needed =
          key.path().equals("type") || !Objects.equals(value, key.read().apply(unsaid));
      if (value != null && needed) {
        put(written, key, value, literals);
      }
    }
    return written;
  }

  /** The definition that would be read if nothing but the place were said. */
  private static Definition unsaid(Catalog catalog, Definition definition) {
    Layer defaults = EnvironmentDefaults.database(definition.environment(), definition.host());
    return DatabaseKeys.assemble(
        definition.name(), catalog.environment(), new Values(List.of(defaults)));
  }

  private static void put(
      Map<String, Object> written, Key<Definition> key, Object value, Literals literals) {
    int dot = key.path().indexOf('.');
    if (value instanceof Secret secret) {
      if (secret.isReference() || literals == Literals.WRITTEN) {
        written.put(key.path(), Substitution.escape(secret.reveal()));
      }
    } else if (dot > 0) {
      @SuppressWarnings("unchecked")
      Map<String, Object> group =
          (Map<String, Object>)
              written.computeIfAbsent(
                  key.path().substring(0, dot), name -> new LinkedHashMap<String, Object>());
      group.put(key.path().substring(dot + 1), plain(key.type(), value));
    } else if (value instanceof Map<?, ?> entries) {
      Map<String, Object> plain = new TreeMap<>();
      ValueType each = ((ValueType.Entries) key.type()).of();
      entries.forEach((name, entry) -> {
        boolean secret = Sensitive.parameter(String.valueOf(name));
        if (!secret || literals == Literals.WRITTEN) {
          plain.put(String.valueOf(name), plain(each, entry));
        }
      });
      written.put(key.path(), plain);
    } else if (key.type() instanceof ValueType.Replicas) {
      List<Object> replicas = new ArrayList<>();
      ((List<?>) value).forEach(replica -> replicas.add(replica((Replica) replica)));
      written.put(key.path(), replicas);
    } else {
      written.put(key.path(), plain(key.type(), value));
    }
  }

  private static Map<String, Object> replica(Replica replica) {
    Map<String, Object> written = new LinkedHashMap<>();
    for (Key<Replica> key : ReplicaKeys.TABLE.keys()) {
      Object value = key.read().apply(replica);
      if (value != null) {
        written.put(key.path(), plain(key.type(), value));
      }
    }
    return written;
  }

  private static Object plain(ValueType type, Object value) {
    return value instanceof Boolean || value instanceof Number
        ? value
        : Substitution.escape(type.render(value));
  }
}
