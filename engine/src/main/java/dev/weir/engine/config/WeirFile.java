package dev.weir.engine.config;

import dev.weir.api.Environment;
import dev.weir.engine.config.LayerReader.Entry;
import dev.weir.engine.config.LayerReader.Filled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A {@code weir.yaml}, read and checked by itself, before its layers are laid over each other.
 *
 * @param environment what the file names as its environment
 * @param overlays the layers of each environment that the file changes something for
 */
record WeirFile(
    String name,
    @Nullable Given environment,
    Layer defaults,
    Map<String, Layer> templates,
    Map<String, Layer> databases,
    Layer settings,
    Map<Environment, Overlay> overlays) {
  static final int VERSION = 1;
  static final List<String> KEYS =
      List.of(
          "version",
          "environment",
          "settings",
          "defaults",
          "templates",
          "databases",
          "environments");
  private static final List<String> OVERLAY_KEYS = List.of("settings", "defaults", "databases");

  /** What a file changes for one environment. */
  record Overlay(Layer defaults, Map<String, Layer> databases, Layer settings) {
    static Overlay empty(String name) {
      Layer nothing = new Layer(Place.of(name));
      return new Overlay(nothing, Map.of(), nothing);
    }
  }

  static WeirFile empty(String name) {
    Layer nothing = new Layer(Place.of(name));
    return new WeirFile(name, null, nothing, Map.of(), Map.of(), nothing, Map.of());
  }

  Overlay overlay(Environment of) {
    return overlays.getOrDefault(of, Overlay.empty(name));
  }

  /** Decides the environment from what the file says, before its overlays are read. */
  @FunctionalInterface
  interface Chooser {
    Environment choose(@Nullable Given said);
  }

  static WeirFile read(
      String name, String text, Substitution substitution, Chooser chooser, Problems problems) {
    MappingNode root = YamlDocument.parse(name, text, problems);
    if (root == null) {
      chooser.choose(null);
      return empty(name);
    }
    return new Reading(name, new LayerReader(name, substitution, problems), problems)
        .file(root, chooser);
  }

  private record Reading(String name, LayerReader reader, Problems problems) {
    WeirFile file(MappingNode root, Chooser chooser) {
      Map<String, Entry> entries = reader.entries(root, "");
      refuseUnknown(entries, "", KEYS);
      version(entries.get("version"));
      Given said = environment(entries.get("environment"));
      Environment environment = chooser.choose(said);
      return new WeirFile(
          name,
          said,
          layer(
              DatabaseKeys.TABLE,
              entries.get("defaults"),
              "defaults",
              Source.Kind.DEFAULTS,
              "defaults",
              true),
          databases(entries.get("templates"), "templates", Source.Kind.TEMPLATE, "", true),
          databases(entries.get("databases"), "databases", Source.Kind.DATABASE, "", true),
          layer(
              SettingKeys.TABLE,
              entries.get("settings"),
              "settings",
              Source.Kind.DATABASE,
              "",
              true),
          overlays(entries.get("environments"), environment));
    }

    private void version(@Nullable Entry entry) {
      if (entry == null) {
        return;
      }
      Filled filled = reader.scalar(entry.value(), "version", entry.place(), true);
      if (filled != null && !filled.text().equals(Integer.toString(VERSION))) {
        problems.error(
            "version",
            reader.place(entry.value()),
            "The version of the format must be " + VERSION + ".",
            "A newer file needs a newer Weir.");
      }
    }

    private @Nullable Given environment(@Nullable Entry entry) {
      if (entry == null) {
        return null;
      }
      Filled filled = reader.scalar(entry.value(), "environment", entry.place(), true);
      if (filled == null) {
        return null;
      }
      try {
        return new Given(
            DatabaseKeys.ENVIRONMENT.parse(filled.text()),
            new Source(Source.Kind.DATABASE, entry.place(), ""),
            true);
      } catch (IllegalArgumentException wrong) {
        problems.error(
            "environment", reader.place(entry.value()), String.valueOf(wrong.getMessage()), null);
        return null;
      }
    }

    private <O> Layer layer(
        KeyTable<O> table,
        @Nullable Entry entry,
        String at,
        Source.Kind kind,
        String note,
        boolean active) {
      return entry == null
          ? new Layer(Place.of(name))
          : reader.read(table, entry.value(), at, kind, note, active);
    }

    private Map<String, Layer> databases(
        @Nullable Entry entry, String at, Source.Kind kind, String note, boolean active) {
      Map<String, Layer> layers = new LinkedHashMap<>();
      if (entry == null) {
        return layers;
      }
      reader
          .entries(entry.value(), at)
          .forEach((database, each) -> {
            String path = LayerReader.join(at, database);
            checkName(database, path, each.place());
            String told = kind == Source.Kind.TEMPLATE ? "template " + database : note;
            Layer layer = new Layer(each.place());
            reader
                .read(DatabaseKeys.TABLE, each.value(), path, kind, told, active)
                .values()
                .forEach(layer::put);
            layers.put(database, layer);
          });
      return layers;
    }

    private void checkName(String database, String path, Place place) {
      try {
        DatabaseKeys.NAME.parse(database);
      } catch (IllegalArgumentException wrong) {
        problems.error(path, place, "A name consists of letters, digits, '-', '_' and '.'.", null);
      }
    }

    private Map<Environment, Overlay> overlays(@Nullable Entry entry, Environment current) {
      Map<Environment, Overlay> overlays = new LinkedHashMap<>();
      if (entry == null) {
        return overlays;
      }
      reader
          .entries(entry.value(), "environments")
          .forEach((word, each) -> {
            String at = "environments." + word;
            try {
              Environment of = (Environment) DatabaseKeys.ENVIRONMENT.parse(word);
              overlays.put(of, overlay(each.value(), at, word, of == current));
            } catch (IllegalArgumentException wrong) {
              problems.error(at, each.place(), String.valueOf(wrong.getMessage()), null);
            }
          });
      return overlays;
    }

    private Overlay overlay(Node node, String at, String word, boolean active) {
      Map<String, Entry> entries = reader.entries(node, at);
      refuseUnknown(entries, at, OVERLAY_KEYS);
      String note = "environment " + word;
      return new Overlay(
          layer(
              DatabaseKeys.TABLE,
              entries.get("defaults"),
              at + ".defaults",
              Source.Kind.OVERLAY_DEFAULTS,
              note,
              active),
          databases(entries.get("databases"), at + ".databases", Source.Kind.OVERLAY, note, active),
          layer(
              SettingKeys.TABLE,
              entries.get("settings"),
              at + ".settings",
              Source.Kind.OVERLAY,
              note,
              active));
    }

    private void refuseUnknown(Map<String, Entry> entries, String at, List<String> known) {
      entries.forEach((key, entry) -> {
        if (!known.contains(key)) {
          String hint =
              Nearest.suggestion(key, known)
                  .orElseGet(() ->
                      DatabaseKeys.TABLE.find(key).isPresent()
                          ? "Keys of a database stand below databases.<name>."
                          : "The keys here are " + String.join(", ", known) + ".");
          problems.error(LayerReader.join(at, key), entry.place(), "There is no such key.", hint);
        }
      });
    }
  }
}
