package dev.weir.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.CoreError;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileSecretsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T10:00:00Z");
  @TempDir private Path home;

  @Test
  void aSecretIsSealedAndOpenedAgainByAnotherProcess() {
    store().set("patients/password", Secret.of("hüñter2"));

    assertThat(store().get("patients/password")).contains(Secret.of("hüñter2"));
    assertThat(store().resolve("patients/password")).isEqualTo("hüñter2");
    assertThat(store().get("other")).isEmpty();
    assertThat(store().resolve("other")).isNull();
  }

  @Test
  void theFilesHoldNoSecretAndOnlyTheOwnerMayReadThem() throws Exception {
    store().set("a", Secret.of("hunter2"));

    assertThat(text()).doesNotContain("hunter2").contains("\"a\"");
    for (String file : List.of("secrets.json", "master.key")) {
      assertThat(Files.getPosixFilePermissions(home.resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Files.exists(home.resolve("secrets.json.next"))).isFalse();
  }

  @Test
  void theListTellsNamesAndDatesAndNeverValues() {
    store(DAY).set("b", Secret.of("hunter2"));
    store(DAY.plusSeconds(60)).set("a", Secret.of("hunter3"));
    store(DAY.plusSeconds(90)).set("b", Secret.of("hunter4"));

    List<SealedFileSecrets.Entry> list = store().list();

    assertThat(list)
        .containsExactly(
            new SealedFileSecrets.Entry("a", DAY.plusSeconds(60), DAY.plusSeconds(60)),
            new SealedFileSecrets.Entry("b", DAY, DAY.plusSeconds(90)));
    assertThat(list.toString()).doesNotContain("hunter");
  }

  @Test
  void aRemovedSecretIsGone() {
    store().set("a", Secret.of("x"));

    assertThat(store().remove("a")).isTrue();
    assertThat(store().remove("a")).isFalse();
    assertThat(store().get("a")).isEmpty();
  }

  @Test
  void rotationSealsEverythingWithANewKey() throws Exception {
    store(DAY).set("a", Secret.of("one"));
    store(DAY).set("b", Secret.of("two"));
    String before = text();

    int sealed = store().rotate();

    assertThat(sealed).isEqualTo(2);
    assertThat(store().get("a")).contains(Secret.of("one"));
    assertThat(store().get("b")).contains(Secret.of("two"));
    assertThat(store().list()).allMatch(entry -> entry.changed().equals(DAY));
    assertThat(field(before, "keyset")).isNotEqualTo(field(text(), "keyset"));
    assertThat(field(before, "value")).isNotEqualTo(field(text(), "value"));
  }

  @Test
  void whatWasSealedWithTheOldKeyCannotBePutBack() throws Exception {
    store().set("a", Secret.of("one"));
    String old = field(text(), "value");
    store().rotate();

    write(text().replace(field(text(), "value"), old));

    unreadable(() -> store().get("a"), "was changed");
  }

  @Test
  void rotationWithNothingSealedDoesNothing() {
    assertThat(store().rotate()).isZero();
    assertThat(home.resolve("secrets.json")).doesNotExist();
  }

  @Test
  void readersNeverSeeAnythingButTheSecretWhileItIsRotated() throws Exception {
    store().set("a", Secret.of("steady"));
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(() -> {
        int reads = 0;
        while (!done.get() || reads == 0) {
          assertThat(store().get("a")).contains(Secret.of("steady"));
          reads++;
        }
        return reads;
      });
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = readers.stream().map(threads::submit).toList();
      for (int i = 0; i < 50; i++) {
        store().rotate();
      }
      done.set(true);
      for (var reader : running) {
        assertThat(reader.get()).isPositive();
      }
    }
  }

  @Test
  void writersAtTheSameTimeLoseNothing() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "s" + i;
        writing.add(threads.submit(() -> store().set(name, Secret.of("value of " + name))));
      }
      for (var each : writing) {
        each.get();
      }
    }

    assertThat(store().list()).hasSize(40);
    assertThat(store().get("s17")).contains(Secret.of("value of s17"));
  }

  @Test
  void whatACrashLeftBehindDoesNotMatter() throws Exception {
    store().set("a", Secret.of("one"));
    Files.writeString(home.resolve("secrets.json.next"), "{\"version\": 1, \"keys");

    assertThat(store().get("a")).contains(Secret.of("one"));
    store().set("b", Secret.of("two"));

    assertThat(store().get("b")).contains(Secret.of("two"));
    assertThat(home.resolve("secrets.json.next")).doesNotExist();
  }

  @Test
  void anotherMasterKeyIsTold() {
    store().set("a", Secret.of("x"));
    var other = new SealedFileSecrets(home, MasterKey.of(MasterKey.generate()));

    unreadable(() -> other.get("a"), "it is another key, or the file was changed");
    unreadable(() -> other.set("b", Secret.of("y")), "another key");
    unreadable(other::rotate, "another key");
    assertThat(store().get("a")).contains(Secret.of("x"));
  }

  @Test
  void aMissingMasterKeyIsTold() throws Exception {
    store().set("a", Secret.of("x"));
    Files.delete(home.resolve("master.key"));

    unreadable(() -> store().get("a"), "is missing");
    unreadable(() -> store().set("b", Secret.of("y")), "is missing");
    assertThat(home.resolve("master.key")).doesNotExist();
  }

  @Test
  void aMasterKeyThatOthersMayReadIsRefused() throws Exception {
    store().set("a", Secret.of("x"));
    Files.setPosixFilePermissions(
        home.resolve("master.key"), PosixFilePermissions.fromString("rw-r--r--"));

    unreadable(() -> store().get("a"), "chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"version\": 2}", "not json: [", "{\"version\": 1}"})
  void aDamagedFileIsTold(String content) throws Exception {
    store().set("a", Secret.of("x"));
    write(content);

    unreadable(() -> store().get("a"), "are damaged");
    unreadable(() -> store().list(), "are damaged");
    unreadable(() -> store().set("a", Secret.of("y")), "are damaged");
    assertThat(text()).isEqualTo(content);
  }

  @Test
  void swappedEntriesAreTold() throws Exception {
    store().set("a", Secret.of("one"));
    store().set("b", Secret.of("two"));
    write(text().replace("\"a\"", "\"c\"").replace("\"b\"", "\"a\"").replace("\"c\"", "\"b\""));

    unreadable(() -> store().get("a"), "belongs to another name");
    unreadable(() -> store().rotate(), "belongs to another name");
  }

  @Test
  void everyChangedBitIsNoticed() throws Exception {
    store().set("a", Secret.of("x"));
    String good = text();
    for (String field : List.of("keyset", "value")) {
      byte[] bytes = Base64.getDecoder().decode(field(good, field));
      for (int i = 0; i < bytes.length; i++) {
        byte[] changed = bytes.clone();
        changed[i] ^= 1;
        write(good.replace(field(good, field), Base64.getEncoder().encodeToString(changed)));

        // A few bits of the key set say nothing that matters, such as the number of an enum.
        try {
          assertThat(store().get("a")).contains(Secret.of("x"));
          assertThat(field).isEqualTo("keyset");
        } catch (WeirException refused) {
          assertThat(refused.code()).isEqualTo(CoreError.SECRET_UNREADABLE);
        }
      }
    }
  }

  @Test
  void theSecretsCanMoveToAnotherMasterKey() {
    MasterKey next = MasterKey.of(MasterKey.generate());
    store().set("a", Secret.of("x"));

    store().moveTo(next);

    assertThat(new SealedFileSecrets(home, next).get("a")).contains(Secret.of("x"));
    unreadable(() -> store().get("a"), "another key");
  }

  @Test
  void theMasterKeyComesFromAVariableOrAFile(@TempDir Path elsewhere) throws Exception {
    String key = MasterKey.generate();
    Path file = elsewhere.resolve("key");
    Files.writeString(file, key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    var byVariable = MasterKey.from(home, Map.of("WEIR_MASTER_KEY", key));
    var byFile = MasterKey.from(home, Map.of("WEIR_MASTER_KEY_FILE", file.toString()));

    new SealedFileSecrets(home, byVariable).set("a", Secret.of("x"));

    assertThat(new SealedFileSecrets(home, byFile).get("a")).contains(Secret.of("x"));
    assertThat(home.resolve("master.key")).doesNotExist();
    assertThat(byVariable.toString()).isEqualTo("master key from WEIR_MASTER_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "not base64!", "c2hvcnQ="})
  void aMasterKeyThatIsNoneIsTold(String key) {
    var store = new SealedFileSecrets(home, MasterKey.from(home, Map.of("WEIR_MASTER_KEY", key)));

    assertThatThrownBy(() -> store.set("a", Secret.of("x")))
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> assertThat(error.code()).isEqualTo(CoreError.SECRET_UNREADABLE))
        .hasMessageNotContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "ü", "a\nb"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> store().set(name, Secret.of("x")))
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> assertThat(error.code()).isEqualTo(CoreError.INVALID_OPTION));
  }

  private static void unreadable(ThrowingCallable action, String words) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> assertThat(error.code()).isEqualTo(CoreError.SECRET_UNREADABLE))
        .hasMessageContaining(words);
  }

  private SealedFileSecrets store() {
    return new SealedFileSecrets(home, MasterKey.from(home, Map.of()));
  }

  private SealedFileSecrets store(Instant now) {
    return new SealedFileSecrets(
        home, MasterKey.from(home, Map.of()), Clock.fixed(now, ZoneOffset.UTC));
  }

  private String text() throws Exception {
    return Files.readString(home.resolve("secrets.json"));
  }

  private void write(String text) throws Exception {
    Files.writeString(home.resolve("secrets.json"), text);
  }

  private static String field(String json, String name) {
    int start = json.indexOf("\"" + name + "\": \"") + name.length() + 5;
    return json.substring(start, json.indexOf('"', start));
  }
}
