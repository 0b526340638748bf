package dev.weir.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether the configuration has changed, and loads it when it has come to rest.
 * A file that is wrong is told to the listener and leaves the catalog as it was; one that vanishes
 * (editors replace files so) is waited for. The listener is called on the watcher's own thread, one
 * change after the other.
 */
public final class ConfigWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

  /** Learns of changes. */
  public interface Listener {
    /**
     * The file changed and is right.
     *
     * @param diff of the databases; empty where only settings changed
     */
    void changed(Loaded loaded, ConfigDiff diff);

    /** The file changed and is wrong; what was loaded before still holds. */
    void refused(Loaded loaded);
  }

  private final Path file;
  private final ConfigLoader loader;
  private final Listener listener;
  private final Duration interval;
  private final Thread thread;
  private Catalog current;
  private @Nullable Settings settings;
  private String seenStamp;
  private String loadedHash;

  private ConfigWatcher(
      Path file,
      ConfigLoader loader,
      Catalog current,
      @Nullable Settings settings,
      Duration interval,
      Listener listener) {
    this.settings = settings;
    this.file = file;
    this.loader = loader;
    this.current = current;
    this.interval = interval;
    this.listener = listener;
    this.seenStamp = stamp();
    this.loadedHash = hash();
    this.thread = Thread.ofVirtual().name("weir-config-watcher").unstarted(this::watch);
  }

  /**
   * Begins to watch.
   *
   * @param current what holds now, loaded from this file
   */
  public static ConfigWatcher start(
      Path file, ConfigLoader loader, Loaded current, Listener listener) {
    return start(
        file, loader, current.catalog(), current.settings(), Duration.ofSeconds(1), listener);
  }

  static ConfigWatcher start(
      Path file, ConfigLoader loader, Catalog current, Duration interval, Listener listener) {
    return start(file, loader, current, null, interval, listener);
  }

  private static ConfigWatcher start(
      Path file,
      ConfigLoader loader,
      Catalog current,
      @Nullable Settings settings,
      Duration interval,
      Listener listener) {
    ConfigWatcher watcher = new ConfigWatcher(file, loader, current, settings, interval, listener);
    watcher.thread.start();
    return watcher;
  }

  /** Stops; a listener that is being called is waited for. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(interval);
        look();
      } catch (InterruptedException closed) {
        return;
      } catch (RuntimeException failed) {
        LOG.error("A change of {} could not be taken; watching goes on", file, failed);
      }
    }
  }

  /** Loads when the file differs from what was loaded and was the same at the last two looks. */
  private void look() {
    String stamp = stamp();
    boolean atRest = stamp.equals(seenStamp);
    seenStamp = stamp;
    String hash = atRest ? hash() : loadedHash;
    if (hash.equals(loadedHash) || hash.isEmpty()) {
      return;
    }
    loadedHash = hash;
    Loaded loaded = loader.load(file);
    if (!loaded.usable()) {
      listener.refused(loaded);
      return;
    }
    ConfigDiff diff = ConfigDiff.between(current, loaded.catalog());
    boolean others = settings != null && !settings.equals(loaded.settings());
    settings = loaded.settings();
    if (!diff.isEmpty() || others) {
      current = loaded.catalog();
      listener.changed(loaded, diff);
    }
  }

  private String stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
    } catch (IOException missing) {
      return "";
    }
  }

  private String hash() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException missing) {
      return "";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
