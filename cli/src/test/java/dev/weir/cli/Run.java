package dev.weir.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A command that ran in a home of its own.
 *
 * @param code how it ended
 */
record Run(int code, String out, String err) {
  /** Runs commands in one home. */
  record In(Path home, Map<String, String> variables) {
    static In home(Path home) {
      return new In(home, Map.of());
    }

    Run run(String... arguments) {
      return typing("", arguments);
    }

    Run typing(String input, String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      return typing(input, out, arguments).withOut(out);
    }

    Run typing(String input, OutputStream out, String... arguments) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code = Main.run(cli(input, out, err), arguments);
      return new Run(code, "", err.toString(StandardCharsets.UTF_8));
    }

    /** A command line that has not run yet. */
    Cli cli(String input, OutputStream out, OutputStream err) {
      Map<String, String> environment = new HashMap<>(variables);
      environment.put("WEIR_HOME", home.resolve("home").toString());
      Console console =
          new Console(
              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
              out,
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment,
              home,
              false);
      return new Cli(console);
    }
  }

  private Run withOut(ByteArrayOutputStream written) {
    return new Run(code, written.toString(StandardCharsets.UTF_8), err);
  }
}
