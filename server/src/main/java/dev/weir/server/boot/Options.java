package dev.weir.server.boot;

import dev.weir.Home;
import dev.weir.api.Rejected;
import dev.weir.server.problem.ServerError;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to start the server.
 *
 * @param port 0 for any that is free
 * @param bind the address to listen on
 * @param store the URL of a PostgreSQL; null for the embedded one
 * @param demo load the demo database, where the store is the embedded one
 * @param logFormat how log lines are written
 */
public record Options(
    Home home, int port, String bind, @Nullable String store, boolean demo, LogFormat logFormat) {
  public static final int PORT = 8425;

  /** How log lines are written. */
  public enum LogFormat {
    HUMAN,
    JSON
  }

  public static Options of(Home home) {
    return new Options(home, PORT, "127.0.0.1", null, true, LogFormat.HUMAN);
  }

  /**
   * Reads a command line; {@code WEIR_STORE} names the store where {@code --store} does not, so
   * that its password need not be an argument.
   *
   * @throws Rejected with {@code SERVER-008}
   */
  public static Options parse(Home home, List<String> arguments) {
    Options options = of(home).store(System.getenv("WEIR_STORE"));
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      options =
          switch (name) {
            case "--no-demo" -> options.demo(false);
            case "--port" -> options.port(port(value(word, equals, words)));
            case "--bind" -> options.bind(value(word, equals, words));
            case "--store" -> options.store(value(word, equals, words));
            case "--log-format" -> options.logFormat(format(value(word, equals, words)));
            default -> throw wrong("There is no option " + name);
          };
    }
    return options;
  }

  public Options port(int changed) {
    return new Options(home, changed, bind, store, demo, logFormat);
  }

  public Options bind(String changed) {
    return new Options(home, port, changed, store, demo, logFormat);
  }

  public Options store(@Nullable String changed) {
    return new Options(home, port, bind, changed, demo, logFormat);
  }

  public Options demo(boolean changed) {
    return new Options(home, port, bind, store, changed, logFormat);
  }

  public Options logFormat(LogFormat changed) {
    return new Options(home, port, bind, store, demo, changed);
  }

  private static String value(String word, int equals, Iterator<String> rest) {
    if (equals >= 0) {
      return word.substring(equals + 1);
    }
    if (!rest.hasNext()) {
      throw wrong(word + " needs a value");
    }
    return rest.next();
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong("--port must be a number from 0 to 65535; it is " + text);
  }

  private static LogFormat format(String text) {
    return switch (text) {
      case "json" -> LogFormat.JSON;
      case "human" -> LogFormat.HUMAN;
      default -> throw wrong("--log-format must be human or json; it is " + text);
    };
  }

  private static Rejected wrong(String what) {
    return Rejected.because(ServerError.USAGE, what + ".");
  }

  /** Tells no URL, which may hold a password. */
  @Override
  public String toString() {
    return "Options[" + home.folder() + ", " + bind + ":" + port + "]";
  }
}
