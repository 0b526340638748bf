package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the versions of Weir and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
  private final Cli cli;

  VersionCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (cli.output().forPeople()) {
      cli.say(Version.line());
    } else {
      cli.print(
          Listing.of("version", "java", "system")
              .add(
                  Version.text(),
                  Runtime.version().toString(),
                  System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    }
    return ExitCode.DONE;
  }
}
