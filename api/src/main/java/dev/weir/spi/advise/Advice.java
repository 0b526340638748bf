package dev.weir.spi.advise;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault that was found, why it is one, and what mends it.
 *
 * @param object what is at fault, as it is written in a statement; the name of a setting, a login
 *     or a session for others
 * @param evidence what was measured, by name, in the order in which it convinces
 * @param text what is wrong with this object, in a sentence
 * @param statements real statements that suffer, to be measured before and after; may be empty
 */
public record Advice(
    Rule rule,
    String object,
    Gain gain,
    Map<String, String> evidence,
    String text,
    Remedy remedy,
    List<String> statements) {
  /** The worst first, then by what is gained. */
  public static final Comparator<Advice> WORTH =
      Comparator.comparingInt(
              (Advice advice) -> advice.rule().severity() == Severity.CRITICAL ? 0 : 1)
          .thenComparing(Comparator.comparing(Advice::gain).reversed())
          .thenComparing(Advice::id);

  public Advice {
    evidence = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    statements = List.copyOf(statements);
  }

  /** Advice without statements. */
  public Advice(
      Rule rule,
      String object,
      Gain gain,
      Map<String, String> evidence,
      String text,
      Remedy remedy) {
    this(rule, object, gain, evidence, text, remedy, List.of());
  }

  /** The same for the same fault of the same database, whenever it is found: eight characters. */
  public String id() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((rule.code() + "\n" + object).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
