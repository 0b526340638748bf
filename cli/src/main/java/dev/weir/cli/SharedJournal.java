package dev.weir.cli;

import dev.weir.advice.HomeAdvice;
import dev.weir.api.Failed;
import dev.weir.operations.advise.Journal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal of the home. While a server runs there it is asked, as it takes the file over and
 * knows besides what other servers and callers did.
 */
final class SharedJournal implements Journal {
  private final Cli cli;
  private final Journal file;

  SharedJournal(Cli cli) {
    this.cli = cli;
    this.file = HomeAdvice.journal(cli.home());
  }

  @Override
  public List<Entry> of(String database) {
    // A name of a catalog is one word; what else is asked about is a URL, of which no server knows.
    if (RunningServer.find(cli.home()).isEmpty() || !database.matches("[\\w.-]+")) {
      return file.of(database);
    }
    try {
      return ServerCall.of(cli).list("/v1/databases/" + database + "/advice/history").stream()
          .map(SharedJournal::entry)
          .toList();
    } catch (Failed notTold) {
      cli.progress(notTold.explanation() + " What follows is from the file of the home alone.");
      return file.of(database);
    }
  }

  private static Entry entry(Map<String, Object> told) {
    return new Entry(
        text(told, "when"),
        text(told, "who"),
        text(told, "database"),
        text(told, "id"),
        text(told, "rule"),
        text(told, "object"),
        State.valueOf(text(told, "state")),
        texts(told.get("commands")),
        texts(told.get("undo")),
        told.get("index") == null ? null : text(told, "index"));
  }

  private static String text(Map<String, Object> told, String name) {
    return String.valueOf(told.get(name));
  }

  private static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  @Override
  public void add(Entry entry) {
    file.add(entry);
  }

  @Override
  public Hold hold(String database) {
    return file.hold(database);
  }
}
