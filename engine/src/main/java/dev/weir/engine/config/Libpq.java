package dev.weir.engine.config;

import dev.weir.api.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What libpq does beyond single variables: its defaults, its lists of hosts and its password file
 * (PostgreSQL manual, sections 34.15 and 34.16).
 */
final class Libpq {
  private Libpq() {}

  static void complete(
      Layer layer,
      Map<String, String> variables,
      Function<String, Source> sources,
      Problems problems) {
    hosts(layer, variables, sources, problems);
    String system = variables.getOrDefault("USER", System.getProperty("user.name", "postgres"));
    built(layer, "user", system);
    Object user = layer.get("user");
    built(layer, "database", user);
    password(layer, variables, sources);
  }

  private static void hosts(
      Layer layer,
      Map<String, String> variables,
      Function<String, Source> sources,
      Problems problems) {
    String address = variables.get("PGHOSTADDR");
    String host = variables.getOrDefault("PGHOST", "localhost");
    if (address != null && !variables.containsKey("PGHOST")) {
      host = address;
    }
    try {
      // Another server may listen on localhost, so that is not taken instead of a socket.
      DatabaseKeys.HOST.parse(host.split(",", -1)[0]);
    } catch (IllegalArgumentException wrong) {
      problems.error(
          "databases.default.host",
          sources.apply("PGHOST").place(),
          String.valueOf(wrong.getMessage()),
          null);
    }
    List<String> all = List.of(host.split(",", -1));
    if (all.size() > 1) {
      problems.warning(
          "databases.default.host",
          sources.apply("PGHOST").place(),
          "Of several hosts only the first is taken.",
          "Name the others as replicas in weir.yaml.");
    }
    String name = variables.containsKey("PGHOST") ? "PGHOST" : "PGHOSTADDR";
    if (variables.containsKey(name)) {
      layer.values().put("host", new Given(all.getFirst(), sources.apply(name), false));
    } else {
      built(layer, "host", all.getFirst());
    }
  }

  private static void password(
      Layer layer, Map<String, String> variables, Function<String, Source> sources) {
    String file = variables.get("PGPASSFILE");
    if (file != null && !layer.has("password")) {
      Object port = layer.has("port") ? layer.get("port") : 5432;
      String entry =
          layer.get("host") + ":" + port + ":" + layer.get("database") + ":" + layer.get("user");
      layer.put(
          "password",
          new Given(
              Secret.of("pgpass://" + file + "#" + entry), sources.apply("PGPASSFILE"), false));
    }
  }

  private static void built(Layer layer, String path, Object value) {
    if (!layer.has(path)) {
      Place place = Place.of("default of libpq");
      layer.put(path, new Given(value, new Source(Source.Kind.BUILT_IN, place, ""), false));
    }
  }
}
