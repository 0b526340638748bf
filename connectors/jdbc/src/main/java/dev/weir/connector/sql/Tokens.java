package dev.weir.connector.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text: what each is and where it begins and ends. Any index may be asked for;
 * before the first and after the last there is {@link Token#END}.
 */
final class Tokens {
  /** Beyond this a text is not read further; it bounds what an answer costs in memory. */
  static final int LIMIT = 8_000_000;

  private static final int MARKS = 200;
  private static final Token[] KINDS = Token.values();

  private final String text;
  private byte[] kinds;
  private short[] keywords;
  private int[] starts;
  private int[] ends;
  private int size;
  private int[] marks = {};
  private @Nullable String problem;
  private boolean open;

  Tokens(String text) {
    this.text = text;
    int expected = Math.min(text.length(), 1 << 16) / 4 + 8;
    kinds = new byte[expected];
    keywords = new short[expected];
    starts = new int[expected];
    ends = new int[expected];
  }

  void add(Token kind, Keyword keyword, int start, int end) {
    if (size == kinds.length) {
      grow();
    }
    kinds[size] = (byte) kind.ordinal();
    keywords[size] = (short) keyword.ordinal();
    starts[size] = start;
    ends[size] = end;
    size++;
    if (size == LIMIT) {
      fail("The text holds more than " + LIMIT + " words and signs; split it.");
    }
  }

  private void grow() {
    int capacity = Math.min(LIMIT, size * 2);
    kinds = Arrays.copyOf(kinds, capacity);
    keywords = Arrays.copyOf(keywords, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }

  /** Remembers a border of an executable comment before the next token. */
  void mark(int start, int end) {
    int n = marks.length;
    if (n > 3 * MARKS) {
      fail("The text holds more than " + MARKS / 2 + " executable comments.");
      return;
    }
    marks = Arrays.copyOf(marks, n + 3);
    marks[n] = size;
    marks[n + 1] = start;
    marks[n + 2] = end;
  }

  /** Borders of executable comments, three numbers each: before which token, start, end. */
  int[] marks() {
    return marks;
  }

  /** True when parts of the text count only on some servers. */
  boolean conditional() {
    return marks.length > 0;
  }

  /** The first problem stands; what follows it is not read. */
  void fail(String sentence) {
    if (problem == null) {
      problem = sentence;
    }
  }

  @Nullable String problem() {
    return problem;
  }

  /** The text ends inside of a literal, a name, a comment or a body. */
  void failOpen(String sentence) {
    open |= problem == null;
    fail(sentence);
  }

  /** True when the problem is that something has no end. */
  boolean open() {
    return open;
  }

  String text() {
    return text;
  }

  int size() {
    return size;
  }

  Token kind(int i) {
    return i < 0 || i >= size ? Token.END : KINDS[kinds[i]];
  }

  /** What a question mark turned out to be. */
  void resolve(int i, Token kind) {
    kinds[i] = (byte) kind.ordinal();
  }

  boolean is(int i, Token kind) {
    return kind(i) == kind;
  }

  Keyword keyword(int i) {
    return i < 0 || i >= size ? Keyword.NONE : Keyword.of(keywords[i]);
  }

  boolean is(int i, Keyword keyword) {
    return keyword(i) == keyword;
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  char first(int i) {
    return text.charAt(starts[i]);
  }

  /** True for {@code :=} and its like, by their whole text. */
  boolean is(int i, String operator) {
    return is(i, Token.OPERATOR)
        && ends[i] - starts[i] == operator.length()
        && text.startsWith(operator, starts[i]);
  }

  /** True when a value or a name ends here, so that an operator must follow. */
  boolean endsOperand(int i) {
    return switch (kind(i)) {
      case QUOTED, VARIABLE, STRING, NUMBER, QUESTION, NAMED, NUMBERED, CLOSE, CLOSE_BRACKET ->
          true;
      case WORD -> !keyword(i).reserved();
      default -> false;
    };
  }

  /** True when a value or a name begins here. */
  boolean beginsOperand(int i) {
    return switch (kind(i)) {
      case QUOTED, VARIABLE, STRING, NUMBER, QUESTION, NAMED, NUMBERED, OPEN -> true;
      case WORD ->
          switch (keyword(i)) {
            case ARRAY, CAST, CASE, NONE -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
