package dev.weir.engine.config;

import dev.weir.api.Definition.Replica;
import dev.weir.api.Secret;
import dev.weir.engine.config.KeyTable.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns a mapping of a file into a layer, by a table of keys. Keys may be nested or dotted. */
final class LayerReader {
  private final String file;
  private final Substitution substitution;
  private final Problems problems;

  LayerReader(String file, Substitution substitution, Problems problems) {
    this.file = file;
    this.substitution = substitution;
    this.problems = problems;
  }

  /**
   * Reads one mapping.
   *
   * @param at the path of the mapping in the file, for problems
   * @param note what is told of each value's source
   * @param active false for what does not hold in this environment: it is checked, and variables
   *     may be missing
   */
  <O> Layer read(
      KeyTable<O> table, Node node, String at, Source.Kind kind, String note, boolean active) {
    Layer layer = new Layer(place(node));
    new Reading<>(table, layer, at, kind, note, active).mapping(node, "");
    return layer;
  }

  /** The mapping's entries in order; what is no mapping, or stands twice, is a problem. */
  Map<String, Entry> entries(Node node, String at) {
    Map<String, Entry> entries = new java.util.LinkedHashMap<>();
    if (YamlDocument.isNothing(node)) {
      return entries;
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.error(at, place(node), "This must be a mapping of keys to values.", null);
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(at, place(tuple.getKeyNode()), "A key must be a word.", null);
        continue;
      }
      Entry entry = new Entry(place(key), tuple.getValueNode());
      Entry before = entries.putIfAbsent(key.getValue(), entry);
      if (before != null) {
        problems.error(
            join(at, key.getValue()),
            entry.place(),
            "This key stands here twice; the first is in line " + before.place().line() + ".",
            "Keep one of them.");
      }
    }
    return entries;
  }

  record Entry(Place place, Node value) {}

  Place place(Node node) {
    return YamlDocument.place(file, node);
  }

  static String join(String at, String key) {
    return at.isEmpty() ? key : key.isEmpty() ? at : at + "." + key;
  }

  /** A scalar's text with its variables, or null and a problem. */
  @Nullable Filled scalar(Node node, String path, Place place, boolean active) {
    if (YamlDocument.isNothing(node)) {
      problems.error(
          path, place, "This key has no value.", "Leave the key out to take the default.");
      return null;
    }
    if (!(node instanceof ScalarNode scalar)) {
      problems.error(path, place(node), "This must be a single value.", null);
      return null;
    }
    try {
      Substitution.Filled filled = substitution.fill(scalar.getValue());
      if (filled.missing().isEmpty()) {
        return new Filled(filled.text(), List.copyOf(filled.used()));
      }
      if (active) {
        problems.error(
            path,
            place(node),
            "The environment variable " + String.join(", ", filled.missing()) + " is not set.",
            "Set it, or give a default: ${" + filled.missing().iterator().next() + ":default}.");
      }
    } catch (IllegalArgumentException broken) {
      problems.error(path, place(node), String.valueOf(broken.getMessage()), null);
    }
    return null;
  }

  record Filled(String text, List<String> variables) {}

  private final class Reading<O> {
    private final KeyTable<O> table;
    private final Layer layer;
    private final String at;
    private final Source.Kind kind;
    private final String note;
    private final boolean active;

    Reading(
        KeyTable<O> table, Layer layer, String at, Source.Kind kind, String note, boolean active) {
      this.table = table;
      this.layer = layer;
      this.at = at;
      this.kind = kind;
      this.note = note;
      this.active = active;
    }

    void mapping(Node node, String group) {
      entries(node, join(at, group))
          .forEach((name, entry) -> entry(join(group, name), entry.place(), entry.value()));
    }

    private void entry(String path, Place place, Node value) {
      Optional<Match<O>> match = table.find(path);
      if (match.isPresent()) {
        value(match.get(), place, value);
      } else if (!table.isGroup(path)) {
        problems.error(join(at, path), place, "There is no such key.", table.suggestionFor(path));
      } else if (value instanceof MappingNode) {
        mapping(value, path);
      } else {
        problems.error(
            join(at, path),
            place(value),
            "This must be a mapping with " + String.join(", ", table.namesIn(path)) + ".",
            null);
      }
    }

    private void value(Match<O> match, Place place, Node value) {
      ValueType type = match.key().type();
      if (type instanceof ValueType.Entries of && match.entry() == null) {
        entries(value, join(at, match.path()))
            .forEach((name, entry) ->
                single(of.of(), match.path() + "." + name, entry.place(), entry.value()));
      } else if (type instanceof ValueType.Entries of) {
        single(of.of(), match.path(), place, value);
      } else if (type instanceof ValueType.Names && value instanceof SequenceNode list) {
        names(list, match.path(), place);
      } else if (type instanceof ValueType.Replicas && value instanceof SequenceNode list) {
        put(match.path(), replicas(list, match.path()), place, true, List.of());
      } else {
        single(type, match.path(), place, value);
      }
    }

    private void names(SequenceNode list, String path, Place place) {
      List<String> names = new ArrayList<>();
      List<String> variables = new ArrayList<>();
      for (Node node : list.getValue()) {
        Filled filled = scalar(node, join(at, path), place(node), active);
        if (filled != null) {
          names.add(filled.text());
          variables.addAll(filled.variables());
        }
      }
      put(path, List.copyOf(names), place, variables.isEmpty(), variables);
    }

    private void single(ValueType type, String path, Place place, Node value) {
      Filled filled = scalar(value, join(at, path), place, active);
      if (filled == null) {
        return;
      }
      try {
        Object parsed = type.parse(filled.text());
        boolean literal =
            filled.variables().isEmpty()
                && !(type instanceof ValueType.Hidden hidden && !hidden.isLiteral((Secret) parsed));
        put(path, parsed, place, literal, filled.variables());
      } catch (IllegalArgumentException wrong) {
        problems.error(join(at, path), place(value), String.valueOf(wrong.getMessage()), null);
      }
    }

    private void put(
        String path, Object value, Place place, boolean literal, List<String> variables) {
      Given before = layer.find(path);
      if (before != null) {
        problems.error(
            join(at, path),
            place,
            "This is said already in line " + before.place().line() + ".",
            "Keep one of them.");
        return;
      }
      Source source = new Source(kind, place, note);
      layer.put(
          path,
          new Given(
              value,
              variables.isEmpty() ? source : source.with("from " + String.join(", ", variables)),
              literal));
    }

    private List<Replica> replicas(SequenceNode list, String path) {
      List<Replica> replicas = new ArrayList<>();
      Map<String, Integer> seen = new HashMap<>();
      for (Node node : list.getValue()) {
        String where = join(at, path) + "[" + replicas.size() + "]";
        Replica replica = replica(node, where, "replica-" + (replicas.size() + 1));
        if (replica != null && seen.putIfAbsent(replica.name(), replicas.size()) != null) {
          problems.error(
              where, place(node), "Two replicas are called " + replica.name() + ".", null);
        }
        if (replica != null) {
          replicas.add(replica);
        }
      }
      return replicas;
    }

    private @Nullable Replica replica(Node node, String where, String unnamed) {
      if (!(node instanceof MappingNode)) {
        Filled filled = scalar(node, where, place(node), active);
        return filled == null ? null : address(node, where, unnamed, filled.text());
      }
      Layer parts = LayerReader.this.read(ReplicaKeys.TABLE, node, where, kind, note, active);
      Values values = new Values(List.of(parts));
      String host = values.find("host");
      if (host == null) {
        problems.error(where, place(node), "This replica has no host.", null);
        return null;
      }
      return new Replica(
          values.get("name", unnamed), host, values.get("port", 0), values.find("region"));
    }

    private @Nullable Replica address(Node node, String where, String unnamed, String text) {
      try {
        return ValueType.Replicas.one(unnamed, text);
      } catch (IllegalArgumentException wrong) {
        problems.error(where, place(node), String.valueOf(wrong.getMessage()), null);
        return null;
      }
    }
  }
}
