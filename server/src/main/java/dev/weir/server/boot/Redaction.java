package dev.weir.server.boot;

import java.util.regex.Pattern;

/** Takes secrets out of what is logged: passwords in URLs, named secrets, bearer tokens. */
final class Redaction {
  /** To the last at sign, since a password that was not encoded may hold some of its own. */
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^\\s:/?#@]*:)(?!\\d+(?:/|$))[^\\s\"'<>]+@");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(\\b[\\w-]*(?:password|passwd|secret|token|authorization|api[-_]?key)\"?\\s*[=:]\\s*)"
              + "(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|(?:bearer|basic)\\s+\\S+|(?![a-z][a-z-]*://)[^\\s,;&\"']+)");

  /** As statements name them, which a server may quote in its errors. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?i)\\b(password|identified\\s+by)\\s+'(?:[^']|'')*'");

  private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s+[\\w.~+/=-]{8,}");

  private Redaction() {}

  static String redact(String text) {
    String redacted = USER_INFO.matcher(text).replaceAll("$1***@");
    redacted = NAMED.matcher(redacted).replaceAll("$1***");
    redacted = STATEMENT.matcher(redacted).replaceAll("$1 '***'");
    return BEARER.matcher(redacted).replaceAll("Bearer ***");
  }
}
