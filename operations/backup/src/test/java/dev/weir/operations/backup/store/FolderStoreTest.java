package dev.weir.operations.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to folders; the rest is in {@link FolderStoreContractTest}. */
class FolderStoreTest {
  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new FolderStore(folder.resolve("a/b"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> list(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    store.list(prefix, facts -> keys.add(facts.key()));
    return keys;
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws IOException {
    try (ObjectUpload upload = store.create("x/y")) {
      upload.write(bytes("half"), 0, 4);
      assertThat(store.find("x/y")).isEmpty();
    }

    assertThat(list("")).isEmpty();
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void whatIsRemovedTakesItsEmptyFoldersWithIt() throws IOException {
    store.put("x/y/z", bytes("1"), Mode.NEW);
    store.delete("x/y/z");
    store.delete("x/y/z");

    assertThat(folder.resolve("a/b/x")).doesNotExist();
    assertThat(folder.resolve("a/b")).exists();
  }

  @Test
  void writingAndRemovingInOneFolderDoNotDisturbEachOther() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ObjectStore>> all =
          IntStream.range(0, 20)
              .mapToObj(i ->
                  (Callable<ObjectStore>)
                      () -> {
                        for (int round = 0; round < 20; round++) {
                          store.put("x/y/k" + i, bytes("1"), Mode.NEW);
                          store.delete("x/y/k" + i);
                        }
                        return store;
                      })
              .toList();
      for (var each : threads.invokeAll(all)) {
        each.get();
      }
    }
    assertThat(list("")).isEmpty();
  }

  @Test
  void uploadsThatBrokeOffAreDiscardedByAge() throws IOException {
    Path left = Files.createDirectories(folder.resolve("a/b/.weir-uploads")).resolve("left");
    Files.writeString(left, "half");

    store.discardUnfinished(Instant.now().minusSeconds(60));
    assertThat(left).exists();
    store.discardUnfinished(Instant.now().plusSeconds(60));
    assertThat(left).doesNotExist();
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    store.put("x/y", bytes("1"), Mode.NEW);

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a/b/x/y"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a/b"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "x/../../y", "/etc/passwd", "x//y", "", "x/./y", "x y", "..", "a/"})
  void aKeyCannotLeaveTheFolder(String key) {
    assertThatThrownBy(() -> store.put(key, bytes("1"), Mode.NEW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void locationsAreOpenedByTheirScheme() throws IOException {
    ObjectStores stores = ObjectStores.installed();

    assertThat(stores.schemes()).contains("file");
    assertThat(stores.open(folder.toString(), Map.of()).location())
        .isEqualTo(stores.open(folder.toUri().toString(), Map.of()).location());
    assertThatThrownBy(() -> stores.open("gopher://host/x", Map.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("gopher")
        .hasMessageContaining("file");
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> stores.open(folder.resolve("file").toString(), Map.of()))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("is a file");
  }
}
