package dev.weir.connector.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Where a command's keys stand among its words, counted from 0; see {@code commands.txt}. */
record KeyPlace(boolean read, boolean written, boolean any, Finder finder) {
  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:\\.\\.(-?\\d+))?(?:/(\\d+))?");

  /** Finds the places of keys in a command. */
  @FunctionalInterface
  interface Finder {
    IntStream find(CommandLine command);
  }

  static KeyPlace parse(String text) {
    char use = text.charAt(0);
    String place = text.substring(1);
    return new KeyPlace(use != 'w', use != 'r', place.equals("*"), finder(place));
  }

  private static Finder finder(String place) {
    if (place.equals("*")) {
      return command -> IntStream.empty();
    }
    if (place.equals("@STREAMS")) {
      return KeyPlace::streams;
    }
    if (place.startsWith("@")) {
      String word = place.substring(1);
      return command ->
          IntStream.range(2, command.words().size()).filter(i -> command.upper(i - 1).equals(word));
    }
    if (place.endsWith("#")) {
      int count = Integer.parseInt(place.substring(0, place.length() - 1));
      return command -> counted(command, count);
    }
    Matcher range = RANGE.matcher(place);
    if (!range.matches()) {
      throw new IllegalStateException("The place of a key is not understood: " + place);
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    int step = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
    return command -> {
      int size = command.words().size();
      int end = Math.min(size - 1, last < 0 ? size + last : last);
      return IntStream.rangeClosed(first, end).filter(i -> (i - first) % step == 0);
    };
  }

  private static IntStream streams(CommandLine command) {
    int size = command.words().size();
    for (int i = 1; i < size; i++) {
      if (command.upper(i).equals("STREAMS")) {
        return IntStream.rangeClosed(i + 1, i + (size - 1 - i) / 2);
      }
    }
    return IntStream.empty();
  }

  /** A count that is bound, or no number, may mean any of the words that follow. */
  private static IntStream counted(CommandLine command, int place) {
    int size = command.words().size();
    if (place >= size) {
      return IntStream.empty();
    }
    String count = command.upper(place);
    int keys = count.matches("\\d{1,9}") ? Integer.parseInt(count) : size;
    return IntStream.range(place + 1, Math.min(size, place + 1 + keys));
  }
}
