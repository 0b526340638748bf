package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.connector.redis.CommandLine.Word;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command with its values bound. A value is always one whole argument: text in
 * UTF-8, {@code byte[]} as it is, numbers in decimal, booleans as 1 and 0, dates and times in ISO
 * 8601.
 */
final class Arguments {
  private Arguments() {}

  static List<byte[]> bind(CommandLine command, List<? extends @Nullable Object> values) {
    List<byte[]> arguments = new ArrayList<>(command.words().size());
    Iterator<? extends @Nullable Object> next = values.iterator();
    for (Word word : command.words()) {
      if (word.parameter() == null) {
        arguments.add(word.value());
      } else if (next.hasNext()) {
        arguments.add(bytes(next.next()));
      } else {
        throw counted();
      }
    }
    if (next.hasNext()) {
      throw counted();
    }
    return arguments;
  }

  private static Rejected counted() {
    return Rejected.because(
        CoreError.PARAMETER_COUNT, "The number of values differs from that of parameters.");
  }

  private static byte[] bytes(@Nullable Object value) {
    return switch (value) {
      case null ->
          throw Rejected.because(
              CoreError.PARAMETER_TYPE,
              "Redis has no NULL: bind an empty text, or delete the key or field.");
      case byte[] binary -> binary.clone();
      case String text -> Texts.bytes(text);
      case Boolean truth -> Texts.bytes(truth ? "1" : "0");
      case Long _, Integer _, Short _, Byte _, BigInteger _ -> Texts.bytes(value.toString());
      case BigDecimal number -> Texts.bytes(number.toPlainString());
      case Double number -> Texts.bytes(fraction(number));
      case Float number -> Texts.bytes(fraction(Double.parseDouble(number.toString())));
      case Character character -> Texts.bytes(character.toString());
      case UUID uuid -> Texts.bytes(uuid.toString());
      case Enum<?> constant -> Texts.bytes(constant.name());
      case TemporalAccessor time -> Texts.bytes(time.toString());
      default ->
          throw Rejected.because(
              value instanceof java.util.Collection
                  ? CoreError.NOT_SUPPORTED
                  : CoreError.PARAMETER_TYPE,
              "A value of class "
                  + value.getClass().getName()
                  + " cannot be bound; bind text, numbers, byte[], times or UUIDs.");
    };
  }

  private static String fraction(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return Double.toString(number);
  }
}
