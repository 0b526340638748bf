package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Changes one database in the text of a {@code weir.yaml}, line by line, so that comments, order
 * and everything else stay as they are.
 */
final class WeirFileEdit {
  private static final LoadSettings SETTINGS = LoadSettings.builder().setUseMarks(true).build();

  private final List<String> lines;
  private final @Nullable MappingNode root;

  WeirFileEdit(String text) {
    lines = new ArrayList<>(text.isEmpty() ? List.of() : text.lines().toList());
    root = root(text);
  }

  private static @Nullable MappingNode root(String text) {
    try {
      return new Compose(SETTINGS).composeString(text).orElse(null) instanceof MappingNode map
          ? map
          : null;
    } catch (YamlEngineException wrong) {
      throw Rejected.because(
          CoreError.CONFIGURATION, "The file cannot be read as YAML, so it is not changed.");
    }
  }

  boolean has(String database) {
    return entry(database).isPresent();
  }

  /** Adds a database below the others. */
  String add(String database, Map<String, String> keys) {
    List<String> added = new ArrayList<>();
    Optional<NodeTuple> databases = find(root, "databases");
    if (databases.isEmpty()) {
      added.add("databases:");
      block(added, "  ", database, keys);
      lines.addAll(added);
    } else if (databases.get().getValueNode() instanceof MappingNode map
        && !map.getValue().isEmpty()) {
      block(added, " ".repeat(indent(map)), database, keys);
      lines.addAll(lastLine(map) + 1, added);
    } else {
      int line = start(databases.get().getKeyNode()).getLine();
      lines.set(line, "databases:");
      block(added, "  ", database, keys);
      lines.addAll(line + 1, added);
    }
    return text();
  }

  private static void block(
      List<String> lines, String indent, String database, Map<String, String> keys) {
    lines.add(indent + database + ":");
    keys.forEach((key, value) -> lines.add(indent + "  " + key + ": " + scalar(value)));
  }

  /** Replaces or adds keys of a database; a null value takes the key away. */
  String change(String database, Map<String, @Nullable String> keys) {
    WeirFileEdit edit = this;
    for (Map.Entry<String, @Nullable String> key : keys.entrySet()) {
      edit = new WeirFileEdit(edit.change(database, key.getKey(), key.getValue()));
    }
    return edit.text();
  }

  private String change(String database, String key, @Nullable String value) {
    if (!(entry(database).orElseThrow().getValueNode() instanceof MappingNode map)) {
      throw unchangeable(database);
    }
    indent(map);
    Optional<NodeTuple> found = find(map, key);
    int dot = key.indexOf('.');
    if (found.isEmpty()
        && dot > 0
        && find(map, key.substring(0, dot)).map(NodeTuple::getValueNode).orElse(null)
            instanceof MappingNode group) {
      found = find(group, key.substring(dot + 1));
    }
    if (value == null) {
      found.ifPresent(this::cut);
    } else if (found.isPresent()) {
      replace(found.get().getValueNode(), value);
    } else {
      lines.add(lastLine(map) + 1, " ".repeat(indent(map)) + key + ": " + scalar(value));
    }
    return text();
  }

  /** Takes a database away. */
  String remove(String database) {
    NodeTuple entry = entry(database).orElseThrow();
    indent((MappingNode) find(root, "databases").orElseThrow().getValueNode());
    cut(entry);
    return text();
  }

  private Optional<NodeTuple> entry(String database) {
    return find(root, "databases")
        .map(NodeTuple::getValueNode)
        .flatMap(node -> node instanceof MappingNode map ? find(map, database) : Optional.empty());
  }

  private static Optional<NodeTuple> find(@Nullable MappingNode map, String key) {
    return map == null
        ? Optional.empty()
        : map.getValue().stream()
            .filter(tuple ->
                tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
            .findFirst();
  }

  private void cut(NodeTuple tuple) {
    int from = start(tuple.getKeyNode()).getLine();
    int to = Math.max(from, lastLine(tuple.getValueNode()));
    lines.subList(from, to + 1).clear();
  }

  private void replace(Node node, String value) {
    Mark from = start(node);
    Mark to = node.getEndMark().orElseThrow();
    if (!(node instanceof ScalarNode) || from.getLine() != to.getLine()) {
      throw unchangeable("this database");
    }
    String line = lines.get(from.getLine());
    lines.set(
        from.getLine(),
        line.substring(0, from.getColumn()) + scalar(value) + line.substring(to.getColumn()));
  }

  private static int indent(MappingNode map) {
    if (map.getFlowStyle() == FlowStyle.FLOW || map.getValue().isEmpty()) {
      throw unchangeable("the databases");
    }
    return start(map.getValue().getFirst().getKeyNode()).getColumn();
  }

  /** The last line with content; the end of a block is told after the blank lines behind it. */
  private static int lastLine(Node node) {
    if (node instanceof MappingNode map
        && map.getFlowStyle() == FlowStyle.BLOCK
        && !map.getValue().isEmpty()) {
      NodeTuple last = map.getValue().getLast();
      return Math.max(start(last.getKeyNode()).getLine(), lastLine(last.getValueNode()));
    }
    if (node instanceof SequenceNode list
        && list.getFlowStyle() == FlowStyle.BLOCK
        && !list.getValue().isEmpty()) {
      return lastLine(list.getValue().getLast());
    }
    Mark end = node.getEndMark().orElseThrow();
    return end.getColumn() == 0 && end.getLine() > start(node).getLine()
        ? end.getLine() - 1
        : end.getLine();
  }

  private static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }

  private static Rejected unchangeable(String what) {
    return Rejected.because(
        CoreError.CONFIGURATION,
        "The file writes " + what + " in a way that is not changed by a command; edit it by hand.");
  }

  /** Plain where that reads back as the same text, else in single quotes. */
  private static String scalar(String value) {
    boolean plain = value.matches("[A-Za-z0-9_./][A-Za-z0-9_./:@?&=+-]*") && !value.endsWith(":");
    return plain ? value : "'" + value.replace("'", "''") + "'";
  }

  private String text() {
    return String.join("\n", lines) + "\n";
  }
}
