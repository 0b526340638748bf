package dev.weir.connector.sql;

/**
 * Cuts a text into tokens in one pass, without a copy and without recursion. What it cannot read
 * for certain ends the pass with a problem: an open literal or comment, a number that runs into a
 * word, a literal inside an executable comment that would end it elsewhere on another server.
 */
final class Lexer {
  /** Deeper than any engine parses; bounds the stacks of those who walk over the tokens. */
  static final int DEPTH = 2_000;

  private static final String OPERATORS = "+-*/<>=~!@#%^&|";

  private final SqlDialect dialect;
  private final String text;
  private final int length;
  private final Tokens tokens;
  private int at;
  private int depth;
  private int brackets;
  private int executable = -1;

  private Lexer(SqlDialect dialect, String text) {
    this.dialect = dialect;
    this.text = text;
    this.length = text.length();
    this.tokens = new Tokens(text);
  }

  static Tokens read(SqlDialect dialect, String text) {
    Lexer lexer = new Lexer(dialect, text);
    while (lexer.at < lexer.length && lexer.tokens.problem() == null) {
      lexer.step();
    }
    if (lexer.executable >= 0) {
      lexer.open("comment", lexer.executable);
    }
    return lexer.tokens;
  }

  private void step() {
    char c = text.charAt(at);
    if (letter(c)) {
      word();
      return;
    }
    switch (c) {
      case ' ', '\t', '\n', '\r', '\f', '\u000B', '\uFEFF' -> at++;
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case '\'' -> string(at, '\'', dialect.backslashEscapes());
      case '"' -> doubleQuote();
      case '`' -> backtick();
      case '[' -> openBracket();
      case ']' -> closeBracket();
      case '(' -> openParenthesis();
      case ')' -> closeParenthesis();
      case ',' -> single(Token.COMMA);
      case ';' -> single(Token.SEMICOLON);
      case '.' -> dot();
      case ':' -> colon();
      case '?' -> question();
      case '$' -> dollar();
      case '@' -> atSign();
      case '#' -> hash();
      case '-' -> dash();
      case '/' -> slash();
      case '*' -> star();
      default -> operator();
    }
  }

  private char peek(int ahead) {
    return at + ahead < length ? text.charAt(at + ahead) : 0;
  }

  private boolean letter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && !(c == '\uFEFF' && dialect.bracketNames()));
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean part(char c) {
    return letter(c) || digit(c) || c == '$';
  }

  private void single(Token kind) {
    tokens.add(kind, Keyword.NONE, at, at + 1);
    at++;
  }

  private void add(Token kind, int start, int end) {
    tokens.add(kind, Keyword.NONE, start, end);
    at = end;
  }

  private void open(String what, int start) {
    tokens.failOpen("The " + what + " that begins at offset " + start + " has no end.");
    at = length;
  }

  private void word() {
    int start = at;
    int hash = 0;
    int i = at;
    while (i < length && part(text.charAt(i))) {
      hash = Words.hash(hash, text.charAt(i++));
    }
    at = i;
    if (i - start == 1 && i < length && prefix(start)) {
      return;
    }
    tokens.add(Token.WORD, Keyword.find(text, start, i, hash), start, i);
  }

  /** Strings whose kind a letter tells: {@code E'…'}, {@code X'…'}, {@code U&'…'}. */
  private boolean prefix(int start) {
    char letter = Words.lower(text.charAt(start));
    char next = text.charAt(at);
    if (next == '\'' && "ebxn".indexOf(letter) >= 0) {
      boolean escapes = dialect.backslashEscapes() || (dialect.escapeStrings() && letter == 'e');
      string(start, '\'', escapes);
      return true;
    }
    if (letter == 'u' && next == '&' && dialect.escapeStrings()) {
      if (peek(1) == '\'') {
        at++;
        string(start, '\'', false);
        return true;
      }
      if (peek(1) == '"') {
        tokens.fail(
            "The name at offset " + start + " is written with Unicode escapes; write it itself.");
        return true;
      }
    }
    return false;
  }

  private void number() {
    int start = at;
    char second = Words.lower(peek(1));
    if (text.charAt(at) == '0'
        && (second == 'x' || second == 'b' || second == 'o')
        && Character.digit(peek(2), 16) >= 0) {
      at += 2;
      while (Character.digit(peek(0), 16) >= 0 && peek(0) < 0x80) {
        at++;
      }
    } else {
      digits();
      if (peek(0) == '.' && peek(1) != '.') {
        at++;
        digits();
      }
      exponent();
    }
    if (letter(peek(0))) {
      runsIntoWord(start);
    } else {
      add(Token.NUMBER, start, at);
    }
  }

  private void digits() {
    while (digit(peek(0)) || (peek(0) == '_' && digit(peek(1)) && !dialect.digitsBeginNames())) {
      at++;
    }
  }

  private void exponent() {
    if (peek(0) == 'e' || peek(0) == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
      if (digit(peek(sign))) {
        at += sign;
        digits();
      }
    }
  }

  private void runsIntoWord(int start) {
    for (int i = start; i < at; i++) {
      if (!part(text.charAt(i))) {
        tokens.fail(touching(start));
        return;
      }
    }
    if (!dialect.digitsBeginNames()) {
      tokens.fail(touching(start));
      return;
    }
    while (at < length && part(text.charAt(at))) {
      at++;
    }
    add(Token.WORD, start, at);
  }

  private static String touching(int start) {
    return "The number at offset " + start + " runs into a word; write a space between them.";
  }

  /** Reads to the closing quote; {@code at} is at the opening one. */
  private void string(int start, char quote, boolean backslash) {
    int end = backslash ? closingEscaped(quote) : closing(quote);
    if (end < 0) {
      tokens.add(Token.STRING, Keyword.NONE, start, length);
      open("literal", start);
    } else {
      enclosed(start, end, "literal");
      add(Token.STRING, start, end);
    }
  }

  private void quoted(char quote) {
    int start = at;
    int end = quote == ']' ? text.indexOf(']', at) + 1 : closing(quote);
    if (end <= 0) {
      tokens.add(Token.STRING, Keyword.NONE, start, length);
      open("name", start);
    } else {
      enclosed(start, end, "name");
      add(Token.QUOTED, start, end);
    }
  }

  /** The offset after the closing quote, doubled ones passed over; -1 when there is none. */
  private int closing(char quote) {
    for (int i = text.indexOf(quote, at + 1); i >= 0; i = text.indexOf(quote, i + 2)) {
      if (i + 1 == length || text.charAt(i + 1) != quote) {
        return i + 1;
      }
    }
    return -1;
  }

  private int closingEscaped(char quote) {
    for (int i = at + 1; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        if (i + 1 == length || text.charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
    }
    return -1;
  }

  /** A server that skips the comment around would end it inside this. */
  private void enclosed(int start, int end, String what) {
    if (executable >= 0) {
      for (int i = start; i + 1 < end; i++) {
        char c = text.charAt(i);
        char next = text.charAt(i + 1);
        if ((c == '*' && next == '/') || (c == '/' && next == '*')) {
          tokens.fail("The " + what + " at offset " + start + " would end an executable comment.");
          return;
        }
      }
    }
  }

  private void doubleQuote() {
    if (dialect.doubleQuotedStrings()) {
      string(at, '"', dialect.backslashEscapes());
    } else {
      quoted('"');
    }
  }

  private void backtick() {
    if (dialect.backticks()) {
      quoted('`');
    } else {
      single(Token.OPERATOR);
    }
  }

  private void openBracket() {
    if (dialect.bracketNames()) {
      quoted(']');
    } else {
      brackets++;
      single(Token.OPEN_BRACKET);
    }
  }

  private void closeBracket() {
    brackets = Math.max(0, brackets - 1);
    single(Token.CLOSE_BRACKET);
  }

  private void openParenthesis() {
    if (++depth > DEPTH) {
      tokens.fail("The parentheses at offset " + at + " are nested more than " + DEPTH + " deep.");
    }
    single(Token.OPEN);
  }

  private void closeParenthesis() {
    depth = Math.max(0, depth - 1);
    single(Token.CLOSE);
  }

  private boolean touches(Token kind) {
    int last = tokens.size() - 1;
    return tokens.is(last, kind) && tokens.end(last) == at;
  }

  private void dot() {
    if (digit(peek(1)) && !touches(Token.WORD) && !touches(Token.QUOTED)) {
      number();
    } else {
      single(Token.DOT);
    }
  }

  private void colon() {
    char next = peek(1);
    if (next == ':' || next == '=') {
      add(Token.OPERATOR, at, at + 2);
    } else if (letter(next) && !slice()) {
      named();
    } else {
      single(Token.OPERATOR);
    }
  }

  /** True for the colon of {@code a[1:n]} and of {@code label:}. */
  private boolean slice() {
    int last = tokens.size() - 1;
    if (dialect.sigils().length() > 1) {
      return false;
    }
    return (brackets > 0 && tokens.endsOperand(last))
        || (touches(Token.WORD) && !tokens.keyword(last).reserved());
  }

  private void named() {
    int end = at + 1;
    while (end < length && part(text.charAt(end))) {
      end++;
    }
    parameter(Token.NAMED, end);
  }

  private void numbered() {
    int end = at + 1;
    while (end < length && digit(text.charAt(end))) {
      end++;
    }
    parameter(Token.NUMBERED, end);
  }

  private void parameter(Token kind, int end) {
    if (executable >= 0) {
      tokens.fail("The parameter at offset " + at + " stands in an executable comment.");
    }
    add(kind, at, end);
  }

  private void question() {
    if (dialect.questionOperators() && peek(1) == '?') {
      boolean pair = (peek(2) == '|' || peek(2) == '&') && peek(3) != peek(2);
      add(Token.OPERATOR, at, at + (pair ? 3 : 2));
    } else if (digit(peek(1)) && dialect.sigils().length() > 1) {
      numbered();
    } else {
      parameter(Token.QUESTION, at + 1);
    }
  }

  private void dollar() {
    if (dialect.dollarQuotes()) {
      if (digit(peek(1))) {
        numbered();
      } else {
        dollarQuote();
      }
    } else if (dialect.sigils().indexOf('$') >= 0 && letter(peek(1))) {
      named();
    } else {
      word();
    }
  }

  private void dollarQuote() {
    int tag = at + 1;
    while (tag < length && (letter(text.charAt(tag)) || digit(text.charAt(tag)))) {
      tag++;
    }
    if (tag == length || text.charAt(tag) != '$') {
      single(Token.OPERATOR);
      return;
    }
    int end = text.indexOf(text.substring(at, tag + 1), tag + 1);
    if (end < 0) {
      int start = at;
      tokens.add(Token.STRING, Keyword.NONE, start, length);
      open("literal", start);
    } else {
      add(Token.STRING, at, end + tag + 1 - at);
    }
  }

  private void atSign() {
    if (dialect.sigils().indexOf('@') >= 0 && letter(peek(1))) {
      named();
    } else if (dialect.variables()) {
      int end = peek(1) == '@' ? at + 2 : at + 1;
      while (end < length && part(text.charAt(end))) {
        end++;
      }
      add(end > at + 1 ? Token.VARIABLE : Token.OPERATOR, at, end);
    } else {
      operator();
    }
  }

  private void hash() {
    if (dialect.hashComments()) {
      lineComment();
    } else if (dialect.sigils().indexOf('#') >= 0 && letter(peek(1))) {
      named();
    } else {
      operator();
    }
  }

  private void dash() {
    if (beginsComment(at)) {
      lineComment();
    } else {
      operator();
    }
  }

  private void star() {
    if (executable >= 0 && peek(1) == '/') {
      tokens.mark(at, at + 2);
      executable = -1;
      at += 2;
    } else {
      operator();
    }
  }

  private void slash() {
    if (peek(1) == '*') {
      comment();
    } else {
      operator();
    }
  }

  private boolean beginsComment(int i) {
    char c = text.charAt(i);
    char next = i + 1 < length ? text.charAt(i + 1) : 0;
    if (c == '-' && next == '-') {
      char third = i + 2 < length ? text.charAt(i + 2) : ' ';
      return !dialect.dashNeedsSpace() || third <= ' ' || third == 0x7F;
    }
    return (c == '/' && next == '*') || (c == '#' && dialect.hashComments());
  }

  private void lineComment() {
    if (executable >= 0) {
      tokens.fail("The comment at offset " + at + " stands in an executable comment.");
    }
    int end = text.indexOf('\n', at);
    if (dialect.returnEndsLine()) {
      int stop = end < 0 ? length : end;
      int i = at;
      while (i < stop && text.charAt(i) != '\r') {
        i++;
      }
      end = i;
    }
    at = end < 0 ? length : end;
  }

  private void comment() {
    if (dialect.executableComments() && (peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!'))) {
      executableComment();
      return;
    }
    int end = dialect.nestedComments() ? closingNested() : text.indexOf("*/", at + 2) + 2;
    if (end < 2) {
      open("comment", at);
      return;
    }
    if (peek(2) == '+' && dialect.executableComments() && setsVariable(end)) {
      tokens.fail("The hint at offset " + at + " sets a variable; set it in the definition.");
    }
    at = end;
  }

  /** MySQL's {@code /*+ SET_VAR(…) *}{@code /} changes a setting for the statement. */
  private boolean setsVariable(int end) {
    for (int i = at + 3; i + 7 <= end; i++) {
      if (text.regionMatches(true, i, "set_var", 0, 7)) {
        return true;
      }
    }
    return false;
  }

  private int closingNested() {
    int open = 1;
    for (int i = at + 2; i + 1 < length; i++) {
      char c = text.charAt(i);
      char next = text.charAt(i + 1);
      if (c == '*' && next == '/') {
        i++;
        if (--open == 0) {
          return i + 1;
        }
      } else if (c == '/' && next == '*') {
        i++;
        open++;
      }
    }
    return -1;
  }

  private void executableComment() {
    if (executable >= 0) {
      tokens.fail("The executable comment at offset " + at + " stands in another one.");
    }
    int end = at + (peek(2) == '!' ? 3 : 4);
    for (int digits = 0; digits < 6 && end < length && digit(text.charAt(end)); digits++) {
      end++;
    }
    executable = at;
    tokens.mark(at, end);
    at = end;
  }

  /**
   * A run of operator characters is one operator, but ends before a comment, and not in a sign
   * unless it holds a character that only operators of PostgreSQL's own kind have (section 4.1.3).
   */
  private void operator() {
    int start = at;
    int end = at;
    boolean special = false;
    while (end < length && OPERATORS.indexOf(text.charAt(end)) >= 0) {
      char c = text.charAt(end);
      if (end > start && endsRun(end, c)) {
        break;
      }
      special |= "~!@#%^&|".indexOf(c) >= 0;
      end++;
    }
    while (!special && end > start + 1 && "+-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    add(Token.OPERATOR, start, Math.max(end, start + 1));
  }

  private boolean endsRun(int i, char c) {
    return beginsComment(i)
        || (c == '@' && dialect.sigils().length() + (dialect.variables() ? 1 : 0) > 1)
        || (c == '#' && dialect.sigils().length() > 1)
        || (executable >= 0 && c == '*' && i + 1 < length && text.charAt(i + 1) == '/');
  }
}
