package dev.weir.engine.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** YAML with the places of everything in it; what is broken or abusive becomes one problem. */
final class YamlDocument {
  private static final int MOST_CHARACTERS = 3 * 1024 * 1024;
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 200_000;

  private YamlDocument() {}

  /** The text of a file, or null and a problem when it is not valid UTF-8. */
  static @Nullable String decode(String source, byte[] bytes, Problems problems) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException invalid) {
      problems.error("", Place.of(source), "The file is not valid UTF-8.", "Save it as UTF-8.");
      return null;
    }
  }

  /** The mapping that the text is; null when it is empty, or broken and a problem was added. */
  static @Nullable MappingNode parse(String source, String text, Problems problems) {
    if (text.length() > MOST_CHARACTERS) {
      problems.error("", Place.of(source), "The file is larger than 3 MiB.", null);
      return null;
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(MOST_CHARACTERS + 1)
            .setMaxAliasesForCollections(50)
            .build();
    try {
      checkDepth(new Parse(settings).parseString(text));
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty() || isNothing(root.get())) {
        return null;
      }
      new Size().count(root.get());
      if (root.get() instanceof MappingNode mapping) {
        return mapping;
      }
      problems.error("", place(source, root.get()), "The file must be a mapping of keys.", null);
    } catch (MarkedYamlEngineException broken) {
      Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
      problems.error("", place(source, mark), sentence(broken), hint(broken));
    } catch (ReaderException broken) {
      problems.error(
          "",
          placeOf(source, text, broken.getPosition()),
          "There is a character that YAML does not allow (U+%04X)."
              .formatted(broken.getCodePoint()),
          null);
    } catch (TooBig tooBig) {
      problems.error("", place(source, tooBig.mark), tooBig.sentence, null);
    } catch (YamlEngineException broken) {
      problems.error(
          "", Place.of(source), "This is no YAML that can be used: " + broken.getMessage(), null);
    }
    return null;
  }

  static Place place(String source, Node node) {
    return place(source, node.getStartMark().orElse(null));
  }

  private static Place place(String source, @Nullable Mark mark) {
    return mark == null
        ? Place.of(source)
        : new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Place placeOf(String source, String text, int codePoints) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    String before = text.substring(0, end);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Place(source, line, end - before.lastIndexOf('\n'));
  }

  /** True for a plain scalar that says nothing: {@code key:}, {@code ~} or {@code null}. */
  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("~")
            || scalar.getValue().equalsIgnoreCase("null"));
  }

  private static String sentence(MarkedYamlEngineException broken) {
    String problem = broken.getProblem() == null ? "it cannot be read" : broken.getProblem();
    String context = broken.getContext() == null ? "" : " " + broken.getContext();
    return "The YAML is broken" + context + ": " + problem.replace("'\t(TAB)'", "a tab") + ".";
  }

  private static @Nullable String hint(MarkedYamlEngineException broken) {
    String problem = String.valueOf(broken.getProblem());
    if (problem.contains("TAB")) {
      return "Indent with spaces, not tabs.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "Check the indentation, and quote values that hold ': '.";
    }
    if (problem.contains("expected <block end>")) {
      return "Check the indentation of this line and of those above.";
    }
    return null;
  }

  // The composer is recursive; the events are not.
  private static void checkDepth(Iterable<Event> events) {
    int depth = 0;
    int count = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new TooBig("This is nested too deep.", event.getStartMark().orElse(null));
      }
      if (++count > MOST_NODES) {
        throw new TooBig("The file holds too much.", event.getStartMark().orElse(null));
      }
    }
  }

  /** Counts nodes as often as aliases repeat them, so that few lines cannot become millions. */
  private static final class Size {
    private int nodes;

    void count(Node node) {
      if (node.isRecursive()) {
        throw new TooBig("An alias refers to what it stands in.", node.getStartMark().orElse(null));
      }
      if (++nodes > MOST_NODES) {
        throw new TooBig("The file's aliases repeat too much.", node.getStartMark().orElse(null));
      }
      if (node instanceof MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
          count(tuple.getKeyNode());
          count(tuple.getValueNode());
        }
      } else if (node instanceof SequenceNode sequence) {
        sequence.getValue().forEach(this::count);
      }
    }
  }

  @SuppressWarnings("serial")
  private static final class TooBig extends RuntimeException {
    private final String sentence;
    private final transient @Nullable Mark mark;

    TooBig(String sentence, @Nullable Mark mark) {
      super(sentence);
      this.sentence = sentence;
      this.mark = mark;
    }
  }
}
