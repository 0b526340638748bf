package dev.weir.connector.sql;

import java.util.Arrays;

/**
 * Writes a text without what changes from run to run: literals and parameters become {@code ?},
 * lists of equal items behind IN, VALUES and ARRAY become one item, comments go, space is folded,
 * keywords are in lower case. The borders of executable comments stay, since servers differ there.
 */
final class Normalizer {
  /**
   * Numbers kept for each open list: where its last item begins and ends, the next begins, type.
   */
  private static final int FRAME = 4;

  private static final int NO_LIST = 0;
  private static final int LIST = 1;
  private static final int VALUES = 2;

  private final Tokens tokens;
  private final StringBuilder out;
  private final int[] marks;
  private int mark;
  private int frame;
  private int[] frames = new int[4 * FRAME];

  private Normalizer(Tokens tokens) {
    this.tokens = tokens;
    this.marks = tokens.marks();
    this.out = new StringBuilder(Math.min(tokens.text().length(), 1 << 20) + 16);
  }

  static String of(Tokens tokens) {
    Normalizer normalizer = new Normalizer(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      normalizer.token(i);
    }
    return normalizer.finish();
  }

  private String finish() {
    itemEnds();
    border(tokens.size());
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ';') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  private void token(int i) {
    Token kind = tokens.kind(i);
    before(i, kind);
    border(i);
    if (sign(i)) {
      return;
    }
    if (!out.isEmpty() && space(i, kind)) {
      out.append(' ');
    }
    write(i, kind);
    after(i, kind);
  }

  private void before(int i, Token kind) {
    switch (kind) {
      case CLOSE, CLOSE_BRACKET -> {
        itemEnds();
        frame = Math.max(0, frame - FRAME);
      }
      case COMMA -> itemEnds();
      case WORD, SEMICOLON -> {
        if (frames[frame + 3] == VALUES && !tokens.is(i, Keyword.ROW)) {
          itemEnds();
          frames[frame + 3] = NO_LIST;
        }
      }
      default -> {}
    }
  }

  private void border(int i) {
    while (mark < marks.length && marks[mark] <= i) {
      out.append(out.isEmpty() ? "" : " ").append(tokens.text(), marks[mark + 1], marks[mark + 2]);
      mark += 3;
    }
  }

  private void write(int i, Token kind) {
    switch (kind) {
      case STRING, NUMBER, QUESTION, NAMED, NUMBERED -> out.append('?');
      case OPERATOR -> out.append(tokens.first(i) == '?' ? "??" : text(i));
      default -> {
        Keyword keyword = tokens.keyword(i);
        if (keyword == Keyword.NONE || tokens.is(i - 1, Token.DOT)) {
          out.append(tokens.text(), tokens.start(i), tokens.end(i));
        } else {
          out.append(keyword.lower());
        }
      }
    }
  }

  private CharSequence text(int i) {
    return tokens.text().substring(tokens.start(i), tokens.end(i));
  }

  private void after(int i, Token kind) {
    switch (kind) {
      case OPEN, OPEN_BRACKET -> opens(i);
      case COMMA -> frames[frame + 2] = out.length();
      case WORD -> {
        if (tokens.is(i, Keyword.VALUES)) {
          begin(VALUES);
        }
      }
      case SEMICOLON -> {
        frame = 0;
        begin(NO_LIST);
      }
      default -> {}
    }
  }

  private void opens(int i) {
    boolean list =
        switch (tokens.keyword(i - 1)) {
          case IN, VALUES, ARRAY -> true;
          default -> frames[frame + 3] != NO_LIST && beginsItem();
        };
    frame += FRAME;
    if (frames.length == frame) {
      frames = Arrays.copyOf(frames, frame * 2);
    }
    begin(list ? LIST : NO_LIST);
  }

  /** True when the parenthesis just written is the first of its item. */
  private boolean beginsItem() {
    int start = frames[frame + 2];
    int written = out.length() - start;
    return written == 1 || (written == 2 && out.charAt(start) == ' ');
  }

  private void begin(int type) {
    frames[frame] = -1;
    frames[frame + 1] = -1;
    frames[frame + 2] = out.length();
    frames[frame + 3] = type;
  }

  /** Drops an item that is like the one before it. */
  private void itemEnds() {
    if (frames[frame + 3] == NO_LIST) {
      return;
    }
    int start = frames[frame + 2];
    if (start < out.length() && out.charAt(start) == ' ') {
      start++;
    }
    if (frames[frame] >= 0 && same(frames[frame], frames[frame + 1], start)) {
      out.setLength(frames[frame + 1]);
    } else {
      frames[frame] = start;
      frames[frame + 1] = out.length();
    }
  }

  private boolean same(int start, int end, int next) {
    if (end - start != out.length() - next) {
      return false;
    }
    for (int i = 0; i < end - start; i++) {
      if (out.charAt(start + i) != out.charAt(next + i)) {
        return false;
      }
    }
    return true;
  }

  /** True for the sign of a number, which belongs to it. */
  private boolean sign(int i) {
    return (tokens.is(i, "-") || tokens.is(i, "+"))
        && tokens.is(i + 1, Token.NUMBER)
        && !tokens.endsOperand(i - 1)
        && !tokens.is(i - 1, Keyword.END);
  }

  private boolean space(int i, Token kind) {
    return switch (kind) {
      case COMMA, CLOSE, CLOSE_BRACKET, DOT, SEMICOLON -> false;
      case OPEN -> !(name(i - 1) || opening(i - 1));
      case OPEN_BRACKET ->
          !(name(i - 1)
              || opening(i - 1)
              || tokens.is(i - 1, Token.CLOSE)
              || tokens.is(i - 1, Token.CLOSE_BRACKET));
      default -> !(opening(i - 1) || tokens.is(i, "::") || tokens.is(i - 1, "::"));
    };
  }

  private boolean name(int i) {
    return tokens.kind(i).isName() && tokens.keyword(i) == Keyword.NONE;
  }

  private boolean opening(int i) {
    return switch (tokens.kind(i)) {
      case OPEN, OPEN_BRACKET, DOT -> true;
      default -> false;
    };
  }
}
