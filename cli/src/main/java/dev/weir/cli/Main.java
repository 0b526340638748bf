package dev.weir.cli;

import dev.weir.api.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.RunLast;

/** {@code weir}: the entry of the command line. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Cli cli = new Cli(Console.ofProcess());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(cli, ended)));
    int code = run(cli, arguments);
    ended.countDown();
    System.exit(code);
  }

  /** After Ctrl-C the servers are asked to stop, and what was held is given back. */
  private static void stop(Cli cli, CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return;
    }
    cli.interrupt();
    try {
      boolean _ = ended.await(cli.farewell().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs one command and answers its exit code. */
  static int run(Cli cli, String... arguments) {
    Failures failures = new Failures(cli);
    try {
      if (arguments.length == 1 && arguments[0].matches("--version|-V")) {
        cli.say(Version.line());
        return ExitCode.DONE;
      }
      return commandLine(cli, arguments, failures).execute(arguments);
    } catch (IOException | RuntimeException | LinkageError e) {
      return failures.tell(e);
    }
  }

  private static CommandLine commandLine(Cli cli, String[] arguments, Failures failures) {
    return Commands.commandLine(cli, arguments)
        .setOut(writer(cli.console().out()))
        .setErr(writer(cli.console().err()))
        .setParameterExceptionHandler(failures::usage)
        .setExecutionExceptionHandler(failures::execution)
        .setExecutionStrategy(parsed -> {
          Caller caller = cli.caller();
          try {
            return caller.call(() -> new RunLast().execute(parsed));
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }
}
