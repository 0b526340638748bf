package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.operations.monitor.LockTree;
import dev.weir.operations.monitor.LockTree.Waiter;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.SessionFigures;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "locks",
    description = {
      "Show who waits for whom as a tree: the root, what it does and since when,",
      "and how many wait behind it. Ends with 3 when somebody waits.",
      "Or stop a session: its statement with --cancel, all of it with --terminate."
    })
final class LocksCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Option(names = "--cancel", paramLabel = "ID", description = "End the statement that it runs.")
  private @Nullable String cancel;

  @Option(
      names = "--terminate",
      paramLabel = "ID",
      description = "End the session; its transaction is rolled back.")
  private @Nullable String terminate;

  LocksCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (cancel != null && terminate != null) {
      throw Rejected.because(CoreError.INVALID_OPTION, "Give --cancel or --terminate, not both.");
    }
    try (Watching watching = Watching.of(cli, "locks", database)) {
      if (cancel != null) {
        return stop(watching, cancel, Stop.CANCEL);
      }
      return terminate != null ? stop(watching, terminate, Stop.TERMINATE) : show(watching);
    }
  }

  private int stop(Watching watching, String id, Stop how) {
    SessionFigures session = watching.monitored().session(id);
    String verb = how.name().toLowerCase(Locale.ROOT);
    String capital = Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
    cli.confirm(
        capital + " " + SessionWords.who(session) + " (" + SessionWords.doing(session) + ")?");
    String which = watching.database().name() + " session " + id;
    new ChangeAudit(cli)
        .of(verb + " session", which, () -> watching.monitored().stop(session, how));
    cli.progress(how == Stop.CANCEL ? "Asked to cancel " + id + "." : "Terminated " + id + ".");
    return ExitCode.DONE;
  }

  private int show(Watching watching) throws IOException {
    LockTree tree = LockTree.of(watching.read(Monitor::sessions).items());
    if (cli.output().forPeople()) {
      for (String line : LocksText.lines(watching.database().name(), database, tree)) {
        cli.say(line);
      }
    } else {
      Listing listing = listing();
      tree.roots().forEach(root -> add(listing, root, root, 0));
      cli.print(listing);
    }
    return watching.end(tree.roots().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS);
  }

  private static Listing listing() {
    return Listing.of(
        "id",
        "root",
        "depth:integer",
        "waitingBehind:integer",
        "blockedBy:array",
        "user",
        "database",
        "application",
        "address",
        "state",
        "transactionSeconds:float",
        "stateSeconds:float",
        "waitsFor",
        "wants",
        "statement");
  }

  private static void add(Listing listing, Waiter waiter, Waiter root, int depth) {
    SessionFigures each = waiter.session();
    listing.add(
        each.id(),
        root.session().id(),
        depth,
        waiter.behind(),
        each.blockedBy(),
        each.user(),
        each.database(),
        each.application(),
        each.address(),
        each.state(),
        Ages.seconds(each.inTransaction()),
        Ages.seconds(each.inState()),
        each.waitsFor(),
        each.wants(),
        each.statement());
    waiter.waiting().forEach(next -> add(listing, next, root, depth + 1));
  }
}
