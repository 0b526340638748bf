package dev.weir.server.backup;

import dev.weir.Home;
import dev.weir.backups.HomeBackups;
import dev.weir.engine.config.Settings;
import dev.weir.server.catalog.ServerCatalog;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The backups of the server's home, opened when they are first needed, and anew when the
 * configuration or the sealed keys have changed; work under way goes on with what it began with.
 * Relative folders are below the home. Thread-safe.
 */
@Component
final class ServerBackups {
  private final Home home;
  private final ServerCatalog catalog;
  private @Nullable Opened current;

  ServerBackups(Home home, ServerCatalog catalog) {
    this.home = home;
    this.catalog = catalog;
  }

  /** What it was opened with. */
  private record Origin(
      Settings.Backup backup, Settings.Storage storage, @Nullable FileTime keys) {}

  private static final class Opened {
    private final Origin origin;
    private final HomeBackups backups;
    private int users;
    private boolean retired;

    Opened(Origin origin, HomeBackups backups) {
      this.origin = origin;
      this.backups = backups;
    }
  }

  /** Does something with the backups as they are configured now. */
  <T> T with(Function<HomeBackups, T> use) {
    Opened opened = take();
    try {
      return use.apply(opened.backups);
    } finally {
      giveBack(opened);
    }
  }

  private synchronized Opened take() {
    Settings settings = catalog.settings();
    Opened opened = current;
    if (opened == null || !opened.origin.equals(origin(settings))) {
      retire();
      HomeBackups backups = HomeBackups.open(home, settings, System.getenv(), home.folder());
      // Opening may have made the first key.
      opened = new Opened(origin(settings), backups);
      current = opened;
    }
    opened.users++;
    return opened;
  }

  private Origin origin(Settings settings) {
    return new Origin(settings.backup(), settings.storage(), keys());
  }

  private @Nullable FileTime keys() {
    try {
      return Files.getLastModifiedTime(home.secrets());
    } catch (IOException none) {
      return null;
    }
  }

  private synchronized void giveBack(Opened opened) {
    opened.users--;
    closeUnused(opened);
  }

  private static void closeUnused(Opened opened) {
    if (opened.retired && opened.users == 0) {
      opened.backups.close();
    }
  }

  @PreDestroy
  synchronized void retire() {
    Opened old = current;
    current = null;
    if (old != null) {
      old.retired = true;
      closeUnused(old);
    }
  }
}
