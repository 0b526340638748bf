package dev.weir.connector.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command as it was written: its words in order. Words are separated by white space and written
 * as for {@code redis-cli}: plain, {@code "double quoted"} with {@code \n \r \t \b \a \xHH} and
 * other escaped characters, or {@code 'single quoted'} with {@code \'}. An unquoted {@code ?} or
 * {@code :name} that is a whole word is a parameter; everything else stands for itself, so that
 * {@code patient:7} is a key.
 */
record CommandLine(List<Word> words) {
  CommandLine {
    words = List.copyOf(words);
  }

  /** The commands of a text, one for each line that holds any word. */
  static List<CommandLine> parse(String text) throws Malformed {
    return new Reader(text).commands();
  }

  /** The word's text in upper case, for names and options; empty for a parameter. */
  String upper(int index) {
    return words.get(index).upper();
  }

  /**
   * One word.
   *
   * @param value what it stands for; empty for a parameter
   * @param parameter {@code ?} or a name; null for a literal
   */
  record Word(byte[] value, @Nullable String parameter) {
    String upper() {
      return parameter == null
          ? new String(value, StandardCharsets.ISO_8859_1).toUpperCase(java.util.Locale.ROOT)
          : "";
    }

    String text() {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /** Says in a sentence what is wrong with a text. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<CommandLine> commands() throws Malformed {
      List<CommandLine> commands = new ArrayList<>();
      List<Word> words = new ArrayList<>();
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\n' || c == '\r') {
          end(words, commands);
          at++;
        } else if (Character.isWhitespace(c)) {
          at++;
        } else {
          words.add(word());
        }
      }
      end(words, commands);
      return commands;
    }

    private static void end(List<Word> words, List<CommandLine> commands) {
      if (!words.isEmpty()) {
        commands.add(new CommandLine(words));
        words.clear();
      }
    }

    private Word word() throws Malformed {
      char first = text.charAt(at);
      if (first == '"' || first == '\'') {
        Word word = new Word(first == '"' ? doubleQuoted() : singleQuoted(), null);
        if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
          throw new Malformed("White space must follow the closing quote of a word.");
        }
        return word;
      }
      int start = at;
      while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      String plain = text.substring(start, at);
      String parameter = parameter(plain);
      return parameter == null
          ? new Word(plain.getBytes(StandardCharsets.UTF_8), null)
          : new Word(new byte[0], parameter);
    }

    private static @Nullable String parameter(String plain) {
      if (plain.equals("?")) {
        return "?";
      }
      if (plain.length() < 2 || plain.charAt(0) != ':' || Character.isDigit(plain.charAt(1))) {
        return null;
      }
      String name = plain.substring(1);
      return name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c)) ? name : null;
    }

    private byte[] singleQuoted() throws Malformed {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\'') {
          at++;
          return value.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
          at++;
          c = '\'';
        }
        value.append(c);
      }
      throw new Malformed("A single quote is not closed.");
    }

    private byte[] doubleQuoted() throws Malformed {
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toByteArray();
        }
        if (c == '\\' && at + 1 < text.length()) {
          escaped(value);
        } else {
          int codePoint = text.codePointAt(at);
          value.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
          at += Character.charCount(codePoint);
        }
      }
      throw new Malformed("A double quote is not closed.");
    }

    private void escaped(ByteArrayOutputStream value) {
      char c = text.charAt(at + 1);
      if (c == 'x' && at + 3 < text.length() && hex(at + 2) >= 0 && hex(at + 3) >= 0) {
        value.write(hex(at + 2) << 4 | hex(at + 3));
        at += 4;
        return;
      }
      int codePoint =
          switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> text.codePointAt(at + 1);
          };
      value.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
      at += 1 + Character.charCount(text.codePointAt(at + 1));
    }

    private int hex(int place) {
      return Character.digit(text.charAt(place), 16);
    }
  }
}
