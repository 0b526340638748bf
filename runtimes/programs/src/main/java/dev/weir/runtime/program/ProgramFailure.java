package dev.weir.runtime.program;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program that ended with an error; its last words are part of the message. */
public final class ProgramFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final String program;
  private final int exit;
  private final String told;

  ProgramFailure(String program, int exit, String told) {
    super(program + " ended with " + exit + (told.isEmpty() ? "" : ": " + told));
    this.program = program;
    this.exit = exit;
    this.told = told;
  }

  /** The same without the lines that are no reason, such as how far the program was. */
  public ProgramFailure without(Pattern noReason) {
    String reason =
        told.lines()
            .filter(line -> !noReason.matcher(line).find())
            .collect(Collectors.joining("\n"));
    return new ProgramFailure(program, exit, reason);
  }

  /** The program's name, without its folder. */
  public String program() {
    return program;
  }

  /** Its exit code; 128 and more where a signal ended it. */
  public int exit() {
    return exit;
  }

  /** The end of what it wrote to its standard error. */
  public String told() {
    return told;
  }
}
