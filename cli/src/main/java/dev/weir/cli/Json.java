package dev.weir.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads JSON, which YAML 1.2 holds as a part of itself. */
final class Json {
  private Json() {}

  /** The members of an object; empty for any other text. */
  static Map<String, Object> object(String text) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (new Load(LoadSettings.builder().build()).loadFromString(text) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> members.put(String.valueOf(key), value));
    }
    return members;
  }
}
