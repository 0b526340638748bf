package dev.weir.engine.config;

import static dev.weir.engine.config.ConfigLoaderTest.loader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;

  @Test
  void changesAreToldAndABadFileLeavesTheOldOneLive() throws Exception {
    Path file = directory.resolve("weir.yaml");
    write(file, "databases: {a: {type: redis, host: one}}");

    try (ConfigWatcher _ = watch(file)) {
      write(file, "databases: {a: {type: redis, host: two}}");
      await().until(() -> heard.contains("host: one → two"));

      write(file, "databases: {a: {type: redis, host: three, prot: 1}}");
      await().until(() -> heard.size() == 2);
      assertThat(heard.get(1)).contains("Did you mean port?");

      Files.delete(file);
      write(file, "databases: {a: {type: redis, host: four}}");
      await().until(() -> heard.contains("host: two → four"));
    }
    assertThat(heard).hasSize(3);
  }

  @Test
  void whatMeansTheSameIsNoChange() throws Exception {
    Path file = directory.resolve("weir.yaml");
    write(file, "databases: {a: {type: redis, host: one}}");

    try (ConfigWatcher _ = watch(file)) {
      write(file, "# a comment\ndatabases: {a: {type: redis, host: one}}");
      Thread.sleep(100);
      write(file, "databases: {a: {type: redis, host: two}}");
      await().until(() -> heard.contains("host: one → two"));
    }
    assertThat(heard).hasSize(1);
  }

  @Test
  void aListenerThatFailsDoesNotEndTheWatch() throws Exception {
    Path file = directory.resolve("weir.yaml");
    write(file, "databases: {a: {type: redis, host: one}}");
    heard.add("fail");

    try (ConfigWatcher _ = watch(file)) {
      write(file, "databases: {a: {type: redis, host: two}}");
      await().until(() -> heard.contains("failed"));
      write(file, "databases: {a: {type: redis, host: three}}");
      await().until(() -> heard.contains("host: two → three"));
    }
  }

  private ConfigWatcher watch(Path file) {
    ConfigWatcher.Listener listener =
        new ConfigWatcher.Listener() {
          @Override
          public void changed(Loaded loaded, ConfigDiff diff) {
            if (heard.remove("fail")) {
              heard.add("failed");
              throw new IllegalStateException("on purpose");
            }
            heard.add(diff.changed().getFirst().changes().getFirst().toString());
          }

          @Override
          public void refused(Loaded loaded) {
            heard.add(loaded.errors().getFirst().toString());
          }
        };
    return ConfigWatcher.start(
        file, loader(), loader().load(file).catalog(), Duration.ofMillis(20), listener);
  }

  private static void write(Path file, String text) throws Exception {
    Files.writeString(file, text);
  }
}
