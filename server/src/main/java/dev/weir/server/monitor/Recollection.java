package dev.weir.server.monitor;

import dev.weir.api.Database;
import dev.weir.spi.advise.Lately;
import org.springframework.stereotype.Component;

/** Remembers from the minutes of the history how much counters grew lately. */
@Component
public final class Recollection {
  private final Watchman watchman;

  Recollection(Watchman watchman) {
    this.watchman = watchman;
  }

  /** Of a database, or of its server where it counts for all; empty where nobody looks at it. */
  public Lately of(Database database) {
    Points points = watchman.points();
    String inside = database.definition().database();
    return (figure, span) -> points.growth(database.name(), inside, figure, span);
  }
}
