package dev.weir.cli;

import dev.weir.api.ErrorKind;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells errors on standard error: a sentence, the code and the next step; never a stack trace. */
final class Failures {
  private final Cli cli;

  Failures(Cli cli) {
    this.cli = cli;
  }

  /** What the command line says makes no sense. */
  int usage(ParameterException error, String[] arguments) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    String next = "See `" + command + " --help`.";
    String message = sentence(error);
    if (wantsJson(arguments)) {
      tell(json("CLI-001", ErrorKind.REJECTED, message, next, false, Map.of()));
    } else {
      tell("weir: " + message + " [CLI-001] " + next);
    }
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException error) {
    StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()));
    if (text.charAt(text.length() - 1) != '.') {
      text.append('.');
    }
    if (error instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        text.append(" Did you mean ").append(String.join(" or ", suggestions)).append("?");
      }
    }
    return text.toString();
  }

  private boolean wantsJson(String[] arguments) {
    String all = String.join(" ", arguments);
    return all.matches(".*(--output|-o)[ =]?(nd)?json.*");
  }

  int execution(Exception error, CommandLine command, ParseResult parsed) {
    return tell(error);
  }

  /** Tells an error and answers how the process ends. */
  int tell(Throwable error) {
    return switch (error) {
      case WeirException known -> told(known);
      case ParameterException usage -> usage(usage, new String[] {});
      case IOException io when isBrokenPipe(io) -> ExitCode.DONE;
      case IOException io -> other("CLI-002", ErrorKind.FAILED, io);
      default -> other("WEIR-032", ErrorKind.BUG, error);
    };
  }

  private int told(WeirException error) {
    if (cli.output() == Format.JSON || cli.output() == Format.NDJSON) {
      tell(
          json(
              error.code().id(),
              error.code().kind(),
              String.valueOf(error.getMessage()),
              error.code().nextStep(),
              error.retryable(),
              error.facts()));
    } else {
      tell("weir: " + error.explanation());
      if (cli.verbose()) {
        error.facts().forEach((name, value) -> tell("  " + name + ": " + value));
        causes(error);
      }
    }
    return ExitCode.of(error);
  }

  private int other(String code, ErrorKind kind, Throwable error) {
    String message = plain(error);
    String next =
        kind == ErrorKind.BUG
            ? "Please report it, with what `--verbose` adds."
            : "Check the file or stream that it names.";
    if (cli.output() == Format.JSON || cli.output() == Format.NDJSON) {
      tell(json(code, kind, message, next, false, Map.of()));
    } else {
      tell("weir: " + message + " [" + code + "] " + next);
      if (cli.verbose()) {
        causes(error);
      }
    }
    return ExitCode.FAILED;
  }

  private void causes(Throwable error) {
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      tell("  cause: " + plain(cause));
    }
  }

  private static String plain(Throwable error) {
    String message = error.getMessage();
    String name = error.getClass().getSimpleName();
    return message == null ? name + "." : name + ": " + message;
  }

  private static String json(
      String code,
      ErrorKind kind,
      String message,
      String next,
      boolean retryable,
      Map<String, String> facts) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("kind", kind.name().toLowerCase(Locale.ROOT));
    error.put("message", message);
    error.put("nextStep", next);
    error.put("retryable", retryable);
    error.put("facts", new java.util.TreeMap<>(facts));
    return Cli.json(error);
  }

  private void tell(String line) {
    cli.console().err().println(line);
  }

  /** The reader of standard output went away, as {@code head} does. */
  static boolean isBrokenPipe(IOException error) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("connection reset");
  }
}
