package dev.weir.connector.redis;

import dev.weir.spi.StatementKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a command, by its name or by name and subcommand.
 *
 * @param words how many words the name takes: 1, or 2 with a subcommand
 */
record CommandSpec(
    String name, int words, StatementKind kind, Answer answer, List<KeyPlace> keys, Rule rule) {

  /** What the reply tells; see {@code commands.txt}. */
  enum Answer {
    VALUE,
    COUNT,
    OK,
    LENGTH,
    STATE,
    STORE,
    SCRIPT
  }

  /** What must be minded when it runs. */
  enum Rule {
    NONE,
    /** It may wait on the server. */
    BLOCKING,
    /** Its answer differs from run to run. */
    VOLATILE,
    /** It changes the connection, which others will use after. */
    SESSION,
    /** It turns the connection into a stream of messages. */
    STREAM,
    TRANSACTION
  }

  static CommandSpec parse(String line) {
    String[] parts = line.trim().split("\\s+", -1);
    String name = parts[0].replace('|', ' ');
    List<KeyPlace> keys = new ArrayList<>();
    if (!parts[3].equals("-")) {
      for (String key : parts[3].split(",", -1)) {
        keys.add(KeyPlace.parse(key));
      }
    }
    return new CommandSpec(
        name,
        name.indexOf(' ') < 0 ? 1 : 2,
        StatementKind.valueOf(parts[1]),
        Answer.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        List.copyOf(keys),
        parts[4].equals("-") ? Rule.NONE : Rule.valueOf(parts[4].toUpperCase(Locale.ROOT)));
  }

  /** True when it reads, and running it twice is the same as running it once. */
  boolean pure() {
    return kind == StatementKind.READ && rule == Rule.NONE;
  }

  /** What the reply to these arguments tells: some options turn a count into a value. */
  Answer answer(List<byte[]> arguments) {
    return switch (name) {
      case "SET" -> option(arguments, 3, "GET") ? Answer.VALUE : answer;
      case "ZADD" -> zaddIncrements(arguments) ? Answer.VALUE : answer;
      default ->
          answer == Answer.STORE
              ? option(arguments, 2, "STORE") || option(arguments, 2, "STOREDIST")
                  ? Answer.COUNT
                  : Answer.VALUE
              : answer;
    };
  }

  private static boolean zaddIncrements(List<byte[]> arguments) {
    for (int i = 2; i < arguments.size(); i++) {
      switch (upper(arguments.get(i))) {
        case "INCR" -> {
          return true;
        }
        case "NX", "XX", "GT", "LT", "CH" -> {}
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  static boolean option(List<byte[]> arguments, int from, String word) {
    for (int i = from; i < arguments.size(); i++) {
      if (upper(arguments.get(i)).equals(word)) {
        return true;
      }
    }
    return false;
  }

  private static String upper(byte[] argument) {
    return argument.length > 16
        ? ""
        : new String(argument, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
  }
}
