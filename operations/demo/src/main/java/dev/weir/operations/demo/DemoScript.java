package dev.weir.operations.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A script in steps. A line {@code -- step: TITLE} begins a step, a line that ends in a semicolon
 * ends a statement, and other lines that begin with {@code --} are remarks; so {@code psql -f} runs
 * the same file.
 */
record DemoScript(List<Step> steps) {
  private static final String MARKER = "-- step: ";

  DemoScript {
    steps = List.copyOf(steps);
  }

  /** Statements that are one transaction. */
  record Step(String title, List<String> statements) {
    Step {
      statements = List.copyOf(statements);
    }
  }

  /** The script in a resource beside this class. */
  static DemoScript resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(DemoScript.class.getResourceAsStream(name), name)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DemoScript parse(String script) {
    List<Step> steps = new ArrayList<>();
    String title = "";
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : (script + "\n" + MARKER).lines().toList()) {
      if (line.startsWith(MARKER)) {
        if (!statement.toString().isBlank()) {
          throw new IllegalArgumentException("The step \"" + title + "\" ends in mid-statement.");
        }
        if (!statements.isEmpty()) {
          steps.add(new Step(title, statements));
          statements.clear();
        }
        title = line.substring(MARKER.length());
      } else if (line.endsWith(";")) {
        statements.add(statement.append(line, 0, line.length() - 1).toString().strip());
        statement.setLength(0);
      } else if (!line.startsWith("--")) {
        statement.append(line).append('\n');
      }
    }
    return new DemoScript(steps);
  }
}
