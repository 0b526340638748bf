package dev.weir.backup.postgresql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of COPY's text format, read. */
final class CopyText {
  private CopyText() {}

  static List<@Nullable String> row(String line) {
    List<@Nullable String> values = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      values.add(field.equals("\\N") ? null : unescape(field));
    }
    return values;
  }

  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      text.append(c == '\\' && i + 1 < field.length() ? escaped(field.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      default -> c;
    };
  }
}
