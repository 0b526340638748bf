package dev.weir.server;

import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.server.problem.ServerError;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process. Prints its address when it is ready; ends with 143 after SIGTERM, 1 when it
 * cannot start, 2 for options that make no sense.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Starts the server in the home that the environment names. */
  public static void main(String[] arguments) {
    try {
      Server server = Server.start(Options.parse(Home.ofEnvironment(), List.of(arguments)));
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("weir-stop").unstarted(server::close));
      System.out.println("Weir " + server.version() + " is ready at " + server.address());
    } catch (WeirException e) {
      System.err.println(e.explanation());
      System.exit(e.code() == ServerError.USAGE ? 2 : 1);
    } catch (RuntimeException e) {
      LOG.error("The server met a state that it does not know how to handle, and cannot start", e);
      System.exit(1);
    }
  }
}
