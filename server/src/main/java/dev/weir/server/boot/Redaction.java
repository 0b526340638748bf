package dev.weir.server.boot;

import java.util.regex.Pattern;

/** Takes secrets out of what is logged: passwords in URLs, named secrets, bearer tokens. */
final class Redaction {
  private static final Pattern USER_INFO = Pattern.compile("(://[^\\s:/?#@]*:)[^\\s@/]+@");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(\\b[\\w-]*(?:password|passwd|secret|token|authorization|api[-_]?key)\"?\\s*[=:]\\s*)"
              + "(\"[^\"]*\"|'[^']*'|(?:bearer|basic)\\s+\\S+|(?![a-z][a-z-]*://)[^\\s,;&\"']+)");
  private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s+[\\w.~+/=-]{8,}");

  private Redaction() {}

  static String redact(String text) {
    String redacted = USER_INFO.matcher(text).replaceAll("$1***@");
    redacted = NAMED.matcher(redacted).replaceAll("$1***");
    return BEARER.matcher(redacted).replaceAll("Bearer ***");
  }
}
