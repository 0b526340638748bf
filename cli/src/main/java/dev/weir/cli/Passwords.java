package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.util.Objects;

/** Reads secrets from a prompt or from standard input, never from an argument. */
final class Passwords {
  private Passwords() {}

  /** A secret as it is typed, or the first line of standard input. */
  static Secret read(Cli cli, String prompt, boolean fromStream) {
    if (!fromStream && cli.console().terminal()) {
      char[] typed = Objects.requireNonNull(System.console()).readPassword("%s: ", prompt);
      return checked(typed == null ? "" : new String(typed));
    }
    String text = StatementSource.stream(cli.console().in());
    return checked(text.lines().findFirst().orElse(""));
  }

  private static Secret checked(String text) {
    if (text.isEmpty()) {
      throw Rejected.because(CoreError.INVALID_OPTION, "The secret is empty.");
    }
    return Secret.of(text);
  }
}
