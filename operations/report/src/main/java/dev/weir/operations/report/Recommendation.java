package dev.weir.operations.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something to do, as an advisor has given it.
 *
 * @param id the same for the same fault in every report
 * @param severity {@code critical}, {@code warning} or {@code hint}
 * @param gain what it brings, in words
 * @param evidence what was measured, by name
 * @param undo commands that bring back what was before; may be empty
 */
public record Recommendation(
    String id,
    String severity,
    String title,
    String object,
    String gain,
    Map<String, String> evidence,
    String text,
    List<String> commands,
    String risk,
    List<String> undo) {
  public Recommendation {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    commands = List.copyOf(commands);
    undo = List.copyOf(undo);
  }
}
