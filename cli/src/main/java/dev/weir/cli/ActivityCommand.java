package dev.weir.cli;

import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.SessionFigures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "activity",
    description =
        "Show the sessions of a server: who, what they do, since when, what they wait for.")
final class ActivityCommand implements Callable<Integer> {
  private static final int STATEMENT = 60;

  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Option(
      names = "--all",
      description = "The server's own workers too, and sessions that do nothing.")
  private boolean all;

  ActivityCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Watching watching = Watching.of(cli, "activity", database)) {
      List<SessionFigures> sessions =
          watching.read(Monitor::sessions).items().stream().filter(this::wanted).toList();
      if (cli.output().forPeople()) {
        people(sessions);
      } else {
        programs(sessions);
      }
      return watching.end(ExitCode.DONE);
    }
  }

  private boolean wanted(SessionFigures session) {
    return all || session.kind().equals("client") && !session.state().equals("idle");
  }

  private void people(List<SessionFigures> sessions) throws IOException {
    Listing listing =
        Listing.of(
            "id",
            "user",
            "database",
            "application",
            "state",
            "since",
            "transaction",
            "waits for",
            "statement");
    for (SessionFigures each : sessions) {
      listing.add(
          each.id(),
          each.user() == null ? each.kind() : each.user(),
          told(each.database()),
          told(each.application()),
          each.state(),
          Ages.text(each.inState()),
          Ages.text(each.inTransaction()),
          each.wants() == null
              ? told(each.waitsFor())
              : each.wants() + ", after " + String.join(", ", each.blockedBy()),
          Texts.cut(told(each.statement()), STATEMENT));
    }
    cli.print(listing);
  }

  private static String told(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void programs(List<SessionFigures> sessions) throws IOException {
    Listing listing =
        Listing.of(
            "id",
            "kind",
            "user",
            "database",
            "application",
            "address",
            "state",
            "opened",
            "transactionSeconds:float",
            "stateSeconds:float",
            "waitsFor",
            "wants",
            "blockedBy:array",
            "statement");
    for (SessionFigures each : sessions) {
      listing.add(
          each.id(),
          each.kind(),
          each.user(),
          each.database(),
          each.application(),
          each.address(),
          each.state(),
          each.opened() == null ? null : each.opened().toString(),
          Ages.seconds(each.inTransaction()),
          Ages.seconds(each.inState()),
          each.waitsFor(),
          each.wants(),
          each.blockedBy(),
          each.statement());
    }
    cli.print(listing);
  }
}
