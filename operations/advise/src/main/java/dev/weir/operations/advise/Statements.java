package dev.weir.operations.advise;

import dev.weir.spi.advise.Sample;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements in a file. A line that ends in a semicolon ends a statement; a line {@code -- calls:
 * 500, ms: 12.5} before one says how often it runs a day and how long it takes; other lines that
 * begin with {@code --} are remarks.
 */
public final class Statements {
  private static final Pattern CALLS = Pattern.compile("calls:\\s*([0-9.]+)");
  private static final Pattern MILLISECONDS = Pattern.compile("ms:\\s*([0-9.]+)");

  private Statements() {}

  /**
   * @throws dev.weir.api.Rejected with {@code ADVICE-006} when it cannot be read
   */
  public static List<Sample> read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (MalformedInputException e) {
      throw AdviceError.BAD_STATEMENTS.because("The file " + file + " is not UTF-8 text.", e);
    } catch (IOException e) {
      throw AdviceError.BAD_STATEMENTS.because("The file " + file + " cannot be read.", e);
    }
  }

  static List<Sample> parse(String text, String name) {
    List<Sample> samples = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    double calls = 0;
    double milliseconds = 0;
    for (String line : text.lines().toList()) {
      if (line.strip().startsWith("--")) {
        calls = number(CALLS, line, calls);
        milliseconds = number(MILLISECONDS, line, milliseconds);
        continue;
      }
      statement.append(line).append('\n');
      if (line.stripTrailing().endsWith(";")) {
        samples.add(new Sample(statement.toString(), calls, milliseconds));
        statement.setLength(0);
        calls = 0;
        milliseconds = 0;
      }
    }
    if (!statement.toString().isBlank()) {
      throw AdviceError.BAD_STATEMENTS.because(
          "The last statement of " + name + " does not end in a semicolon.");
    }
    return samples;
  }

  private static double number(Pattern pattern, String line, double unlessSaid) {
    Matcher matcher = pattern.matcher(line);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : unlessSaid;
  }
}
