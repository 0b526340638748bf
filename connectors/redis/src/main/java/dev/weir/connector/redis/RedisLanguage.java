package dev.weir.connector.redis;

import dev.weir.connector.redis.CommandLine.Malformed;
import dev.weir.connector.redis.CommandLine.Word;
import dev.weir.spi.Language;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import dev.weir.spi.Understanding.Manner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Redis commands as a person types them into {@code redis-cli}; each line is a statement.
 * What a command may do comes from {@link CommandTable}; a command that is not there, such as a
 * module's, is of kind UNKNOWN. Keys are told as patterns, in which whatever follows a digit up to
 * the next colon is {@code *}: {@code patient:7:name} is {@code patient:*:name}. No other argument
 * is told at all.
 */
final class RedisLanguage implements Language {
  private static final Pattern SECRET_SETTING =
      Pattern.compile(".*([*?\\[\\\\]|PASS|AUTH|USER|KEY).*", Pattern.DOTALL);
  private static final Pattern FROM_DIGIT = Pattern.compile("[0-9][^:]*");

  @Override
  public Understanding understand(String text) {
    List<CommandLine> commands;
    try {
      commands = CommandLine.parse(text);
    } catch (Malformed e) {
      return new Understanding(
          fingerprint("?"),
          "?",
          StatementKind.UNKNOWN,
          1,
          Set.of(),
          Set.of(),
          text,
          List.of(),
          false,
          e.getMessage());
    }
    return understand(text, commands);
  }

  private static Understanding understand(String text, List<CommandLine> commands) {
    StringJoiner normalized = new StringJoiner("\n");
    Set<String> reads = new LinkedHashSet<>();
    Set<String> writes = new LinkedHashSet<>();
    List<@Nullable String> parameters = new ArrayList<>();
    StatementKind kind = StatementKind.READ;
    boolean pure = !commands.isEmpty();
    String problem = null;
    for (CommandLine command : commands) {
      CommandSpec spec = CommandTable.find(command);
      kind = kind.worse(kind(spec, command));
      pure &= spec != null && spec.pure();
      problem = problem == null && spec == null ? unknown(command) : problem;
      normalized.add(normalize(command, spec, reads, writes));
      for (Word word : command.words()) {
        if (word.parameter() != null) {
          parameters.add(word.parameter().equals("?") ? null : word.parameter());
        }
      }
    }
    if (parameters.contains(null) && parameters.stream().anyMatch(name -> name != null)) {
      kind = StatementKind.UNKNOWN;
      problem = "The command mixes ? and :name parameters.";
    }
    return new Understanding(
        fingerprint(normalized.toString()),
        normalized.toString(),
        kind,
        commands.size(),
        Set.copyOf(reads),
        Set.copyOf(writes),
        text,
        Collections.unmodifiableList(parameters),
        pure && kind == StatementKind.READ,
        problem,
        commands.stream().anyMatch(RedisLanguage::subscribes) ? Manner.LISTEN : Manner.PLAIN);
  }

  private static StatementKind kind(@Nullable CommandSpec spec, CommandLine command) {
    if (spec == null) {
      return StatementKind.UNKNOWN;
    }
    return spec.name().equals("CONFIG GET") && tellsSecrets(command)
        ? StatementKind.CONTROL
        : spec.kind();
  }

  private static boolean subscribes(CommandLine command) {
    return command.words().getFirst().parameter() == null
        && command.upper(0).matches("[PS]?SUBSCRIBE");
  }

  /** {@code CONFIG GET} of a pattern, or of a name that is bound, may answer passwords. */
  private static boolean tellsSecrets(CommandLine command) {
    return command.words().stream()
        .skip(2)
        .anyMatch(
            word -> word.parameter() != null || SECRET_SETTING.matcher(word.upper()).matches());
  }

  private static String unknown(CommandLine command) {
    return command.words().getFirst().parameter() == null
        ? "This is not a command of Redis, or its subcommand is missing or unknown."
        : "The name of a command cannot be a parameter.";
  }

  private static String normalize(
      CommandLine command, @Nullable CommandSpec spec, Set<String> reads, Set<String> writes) {
    if (spec == null) {
      return command.words().size() > 1 ? "? ..." : "?";
    }
    @Nullable String[] keys = new String[command.words().size()];
    for (KeyPlace place : spec.keys()) {
      if (place.any()) {
        note("*", place, reads, writes);
      }
      place
          .finder()
          .find(command)
          .forEach(i -> {
            Word word = command.words().get(i);
            keys[i] = word.parameter() == null ? pattern(word.value()) : "?";
            note(word.parameter() == null ? pattern(word.value()) : "*", place, reads, writes);
          });
    }
    return render(spec, keys);
  }

  private static void note(String key, KeyPlace place, Set<String> reads, Set<String> writes) {
    if (place.read()) {
      reads.add(key);
    }
    if (place.written()) {
      writes.add(key);
    }
  }

  private static String render(CommandSpec spec, @Nullable String[] keys) {
    StringBuilder text = new StringBuilder(spec.name());
    String last = "";
    for (int i = spec.words(); i < keys.length; i++) {
      String next = keys[i] == null ? "?" : keys[i];
      if (!next.equals(last)) {
        text.append(' ').append(next);
      } else if (!text.toString().endsWith("...")) {
        text.append(" ...");
      }
      last = next;
    }
    return text.toString();
  }

  /** The pattern of a key: what differs from one key of its sort to the next is {@code *}. */
  static String pattern(byte[] key) {
    return FROM_DIGIT.matcher(Texts.printable(key)).replaceAll("*");
  }

  private static String fingerprint(String normalized) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(normalized.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
