package dev.weir.engine;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Notifications;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners of a database: no more at once than its pool may have connections. */
final class Listeners {
  private final OpenDatabase database;
  private final Set<OpenNotifications> open = ConcurrentHashMap.newKeySet();

  Listeners(OpenDatabase database) {
    this.database = database;
  }

  /** Why a listener ended. */
  enum End {
    CLOSED,
    CANCELLED,
    SHUTTING_DOWN
  }

  Notifications open(Set<String> channels) {
    if (channels.isEmpty()) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "Database " + database.name() + ": name at least one channel to listen to.");
    }
    OpenNotifications listener =
        new OpenNotifications(database, Set.copyOf(channels), Caller.current(), open::remove);
    add(listener);
    boolean begun = false;
    try {
      listener.begin();
      begun = true;
    } finally {
      if (!begun) {
        listener.close();
      }
    }
    return listener;
  }

  private synchronized void add(OpenNotifications listener) {
    int most = database.definition().pool().maxSize();
    if (open.size() >= most) {
      throw Unavailable.because(
          CoreError.POOL_EXHAUSTED,
          "Database "
              + database.name()
              + ": there are "
              + most
              + " listeners already, as many as pool.max-size allows.");
    }
    open.add(listener);
  }

  /** Has all of them go on with the node that the database has now. */
  void move() {
    open.forEach(OpenNotifications::move);
  }

  void end(End why) {
    open.forEach(listener -> listener.end(why));
  }
}
