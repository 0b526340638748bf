package dev.weir.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a command: its streams, the environment variables and the working folder.
 *
 * @param out data, unbuffered; unlike {@link System#out} it tells a broken pipe
 * @param err progress and errors
 * @param terminal true when a person sits at it
 */
record Console(
    InputStream in,
    OutputStream out,
    PrintStream err,
    Map<String, String> variables,
    Path directory,
    boolean terminal) {

  static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        isTerminal());
  }

  /** From JDK 25 on there is no console again where there is no terminal. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }
}
