package dev.weir.engine.encode;

import java.util.BitSet;

/** Whether a text is JSON by the grammar of RFC 8259. Nesting may be of any depth. */
final class JsonText {
  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /** Whether the text is one JSON value, white space around it allowed. */
  static boolean isValue(String text) {
    JsonText json = new JsonText(text);
    return json.document() && json.at == text.length();
  }

  /** Whether the text is a JSON number and nothing else. */
  static boolean isNumber(String text) {
    JsonText json = new JsonText(text);
    return json.number() && json.at == text.length();
  }

  private boolean document() {
    BitSet objects = new BitSet();
    int depth = 0;
    while (true) {
      space();
      char opened = peek();
      if (opened == '{' || opened == '[') {
        at++;
        objects.set(depth, opened == '{');
        space();
        if (!take(opened == '{' ? '}' : ']')) {
          depth++;
          if (opened == '{' && !key()) {
            return false;
          }
          continue;
        }
      } else if (!scalar()) {
        return false;
      }
      while (true) {
        space();
        if (depth == 0) {
          return true;
        }
        boolean object = objects.get(depth - 1);
        if (take(',')) {
          space();
          if (object && !key()) {
            return false;
          }
          break;
        }
        if (!take(object ? '}' : ']')) {
          return false;
        }
        depth--;
      }
    }
  }

  private boolean key() {
    if (!string()) {
      return false;
    }
    space();
    return take(':');
  }

  private boolean scalar() {
    return switch (peek()) {
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < 0x20 || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (take('u')) {
      for (int end = at + 4; at < end; at++) {
        if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
          return false;
        }
      }
      return true;
    }
    return at < text.length() && "\"\\/bfnrt".indexOf(text.charAt(at++)) >= 0;
  }

  private boolean number() {
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  private boolean word(String word) {
    boolean there = text.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  private void space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  private boolean take(char expected) {
    boolean there = peek() == expected;
    at += there ? 1 : 0;
    return there;
  }

  /** The next character; U+FFFF, which stands for none, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\uFFFF';
  }
}
