package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Takes URLs apart into the keys that they stand for. */
final class Urls {
  private static final List<String> PLACES = List.of("host", "port", "database");
  private static final Definition NOTHING = Definition.builder("url", "").build();
  private final UrlParser parser;
  private final Problems problems;

  Urls(UrlParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * Puts the keys that the layer's URL means beside it. Keys that stand there already win, except
   * that the place may be said only once.
   */
  void expand(Layer layer, String database) {
    Given url = layer.find("url");
    if (url == null) {
      return;
    }
    String path = "databases." + database + ".url";
    for (String place : PLACES) {
      Given other = layer.find(place);
      if (other != null) {
        problems.error(
            path,
            url.place(),
            "Both url and " + place + " say where this database is.",
            "Keep the url, or host, port and database.");
      }
    }
    try {
      Optional<Definition.Builder> parsed = parse(database, ((Secret) url.value()).reveal());
      if (parsed.isPresent()) {
        put(layer, path, url, parsed.get().build());
      } else {
        problems.error(
            path,
            url.place(),
            "No installed connector understands this URL.",
            "It should look like postgresql://user@host:5432/database.");
      }
    } catch (WeirException wrong) {
      problems.error(path, url.place(), wrong.explanation(), null);
    }
  }

  private void put(Layer layer, String path, Given url, Definition meant) {
    Given type = layer.find("type");
    if (type != null && !type.value().equals(meant.type())) {
      problems.error(
          path,
          url.place(),
          "The type is " + type.value() + ", but the url is of " + meant.type() + ".",
          "Leave the type out, or correct one of them.");
    }
    Source source = url.source().with("url");
    for (Key<Definition> key : DatabaseKeys.TABLE.keys()) {
      Object value = key.read().apply(meant);
      boolean said =
          PLACES.contains(key.path()) || !Objects.equals(value, key.read().apply(NOTHING));
      if (value instanceof Map<?, ?> entries) {
        entries.forEach((name, each) ->
            putUnlessSaid(layer, key.path() + "." + name, new Given(each, source, false)));
      } else if (said && value != null) {
        boolean literal = key.isSecret() && url.literal();
        putUnlessSaid(layer, key.path(), new Given(value, source, literal));
      } else if (key.path().equals("port") && !layer.has("port")) {
        layer.put("port", new Given(0, source, false));
      }
    }
  }

  private static void putUnlessSaid(Layer layer, String path, Given given) {
    if (!layer.has(path)) {
      layer.put(path, given);
    }
  }

  /** The node that a URL names; throws {@link IllegalArgumentException} when it names none. */
  Replica replica(String name, String url) {
    try {
      Definition meant =
          parse(name, url)
              .orElseThrow(() ->
                  new IllegalArgumentException("No installed connector understands this URL."))
              .build();
      if (meant.host().isEmpty()) {
        throw new IllegalArgumentException("This URL names no host.");
      }
      return new Replica(name, meant.host(), meant.port(), null);
    } catch (WeirException wrong) {
      throw new IllegalArgumentException(wrong.explanation(), wrong);
    }
  }

  private Optional<Definition.Builder> parse(String name, String url) {
    return parser.parse(name, url);
  }
}
