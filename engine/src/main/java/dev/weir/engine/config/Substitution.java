package dev.weir.engine.config;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables into text: a name in braces after a dollar sign, with a colon and a default where
 * there is one (the shell's {@code :-} is taken too). A doubled dollar sign before the brace stands
 * for the characters themselves.
 */
final class Substitution {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_.]*)(?::-?([^}]*))?}|\\$\\{");
  private final Map<String, String> variables;

  Substitution(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * The text with its variables filled in.
   *
   * @param used names of the variables that stand in it
   * @param missing those that are neither set nor have a default
   */
  record Filled(String text, Set<String> used, Set<String> missing) {}

  /** Throws {@link IllegalArgumentException} when an opening brace has no end or no name. */
  Filled fill(String text) {
    Set<String> used = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    StringBuilder filled = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(replacement(matcher, used, missing)));
    }
    matcher.appendTail(filled);
    return new Filled(filled.toString(), used, missing);
  }

  private String replacement(Matcher matcher, Set<String> used, Set<String> missing) {
    if (matcher.group().equals("$${")) {
      return "${";
    }
    String name = matcher.group(1);
    if (name == null) {
      throw new IllegalArgumentException(
          "A ${ must be ${NAME} or ${NAME:default}; write $${ for the characters themselves.");
    }
    used.add(name);
    String value = variables.get(name);
    String otherwise = matcher.group(2);
    if (value != null && !(value.isEmpty() && otherwise != null)) {
      return value;
    }
    if (otherwise == null) {
      missing.add(name);
      return "";
    }
    return otherwise;
  }

  /** Text that {@link #fill} turns back into {@code text}. */
  static String escape(String text) {
    return text.replace("${", "$${");
  }
}
