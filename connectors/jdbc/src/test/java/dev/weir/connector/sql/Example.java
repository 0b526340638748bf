package dev.weir.connector.sql;

import dev.weir.spi.StatementKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is said of a text. A line is {@code KIND[!] [statements] | text | reads | writes |
 * parameters}; an exclamation mark means not pure, {@code ⏎} a line feed, {@code ␍} a carriage
 * return, {@code ¦} a vertical bar.
 */
record Example(
    String text,
    StatementKind kind,
    boolean pure,
    int statements,
    Set<String> reads,
    Set<String> writes,
    List<String> parameters) {
  static List<Example> all(String lines) {
    return lines.lines().filter(line -> !line.isBlank()).map(Example::of).toList();
  }

  private static Example of(String line) {
    String[] cells = line.split("\\|", -1);
    String[] head = cells[0].strip().split(" ", -1);
    boolean pure = !head[0].endsWith("!");
    StatementKind kind = StatementKind.valueOf(head[0].replace("!", ""));
    return new Example(
        cells[1].strip().replace('⏎', '\n').replace('␍', '\r').replace('¦', '|'),
        kind,
        pure && kind == StatementKind.READ,
        head.length > 1 ? Integer.parseInt(head[1]) : 1,
        new TreeSet<>(names(cells, 2)),
        new TreeSet<>(names(cells, 3)),
        names(cells, 4));
  }

  private static List<String> names(String[] cells, int i) {
    return cells.length <= i || cells[i].isBlank()
        ? List.of()
        : Arrays.asList(cells[i].strip().split(" ", -1));
  }
}
