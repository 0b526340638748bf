package dev.weir.server.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The descriptions of all calls, by method and path such as {@code GET /v1/users/{name}}, and the
 * words that mean the same wherever they stand.
 *
 * @param calls in the order of the reference
 * @param words what a parameter means where its call does not say it
 */
record CallDescriptions(Map<String, CallDescription> calls, Map<String, String> words) {
  private static final List<String> AREAS =
      List.of(
          "databases",
          "statements",
          "health",
          "monitor",
          "advice",
          "operations",
          "backups",
          "restores",
          "alerts",
          "accounts",
          "audit");

  static CallDescriptions read() {
    Map<String, CallDescription> calls = new LinkedHashMap<>();
    for (String area : AREAS) {
      yaml(area)
          .forEach((call, entry) ->
              calls.put(String.valueOf(call), CallDescription.of((Map<?, ?>) entry)));
    }
    return new CallDescriptions(calls, CallDescription.texts(yaml("words")));
  }

  Optional<CallDescription> of(String method, String path) {
    return Optional.ofNullable(calls.get(method + " " + path));
  }

  /** What a parameter of a call means; empty where nobody has said it. */
  String meaning(CallDescription call, String parameter) {
    return Optional.ofNullable(call.parameters().get(parameter))
        .or(() -> Optional.ofNullable(words.get(parameter)))
        .orElse("");
  }

  private static Map<?, ?> yaml(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            CallDescriptions.class.getResourceAsStream(name + ".yaml"), "no " + name + ".yaml")) {
      return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
