package dev.weir.testing.stores;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store must show, whatever it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ObjectStoreContract {
  /** More than any store takes in one request, so that it is sent in parts. */
  protected static final int LARGE = 20 << 20;

  private static final int MANY = 2_500;

  private ObjectStore store;

  /** A store in a place where nobody else writes; the same for the same name. */
  protected abstract ObjectStore open(String name);

  protected final ObjectStore store() {
    return store;
  }

  @BeforeAll
  final void openStore() {
    store = open("contract-" + UUID.randomUUID());
  }

  @AfterAll
  final void closeStore() {
    store.close();
  }

  /** A key that no other test uses. */
  protected static String key() {
    return "objects/" + UUID.randomUUID();
  }

  protected static byte[] read(ObjectStore store, String key, long offset) throws IOException {
    try (InputStream in = store.read(key, offset)) {
      return in.readAllBytes();
    }
  }

  protected static void upload(ObjectStore store, String key, InputStream content, Mode mode)
      throws IOException {
    try (ObjectUpload upload = store.create(key)) {
      content.transferTo(upload);
      upload.commit(mode);
    }
  }

  /** That giving an upload up has not harmed the object of the same key. */
  protected void isUntouched(ObjectStore store, String key, String content) throws IOException {
    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo(content);
  }

  private static List<String> keys(ObjectStore store, String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    store.list(prefix, facts -> keys.add(facts.key()));
    return keys;
  }

  @Test
  void an_object_is_read_as_it_was_written() throws IOException {
    String key = key();
    byte[] content = Content.bytes(1, 100_000);

    upload(store, key, Content.of(1, 100_000), Mode.NEW);

    assertThat(read(store, key, 0)).isEqualTo(content);
  }

  @Test
  void a_large_object_of_unknown_length_is_read_as_it_was_written() throws IOException {
    String key = key();

    upload(store, key, Content.of(2, LARGE), Mode.NEW);

    try (InputStream in = store.read(key, 0)) {
      assertThat(Content.digest(in)).isEqualTo(Content.digest(Content.of(2, LARGE)));
    }
    assertThat(store.find(key)).map(ObjectFacts::size).contains((long) LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {8 << 20, (8 << 20) - 1, (8 << 20) + 1, 16 << 20})
  void sizes_at_the_edge_of_a_part_are_kept_to_the_byte(int size) throws IOException {
    String key = key();

    upload(store, key, Content.of(3, size), Mode.NEW);

    try (InputStream in = store.read(key, 0)) {
      assertThat(Content.digest(in)).isEqualTo(Content.digest(Content.of(3, size)));
    }
  }

  @Test
  void an_empty_object_is_an_object() throws IOException {
    String uploaded = key();
    String put = key();

    upload(store, uploaded, InputStream.nullInputStream(), Mode.NEW);
    store.put(put, new byte[0], Mode.NEW);

    assertThat(read(store, uploaded, 0)).isEmpty();
    assertThat(read(store, put, 0)).isEmpty();
    assertThat(store.find(put)).map(ObjectFacts::size).contains(0L);
  }

  @Test
  void an_object_is_written_byte_by_byte_too() throws IOException {
    String key = key();

    try (ObjectUpload upload = store.create(key)) {
      for (byte value : "weir".getBytes(UTF_8)) {
        upload.write(value);
      }
      upload.commit(Mode.NEW);
    }

    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("weir");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, LARGE})
  void nothing_shows_before_the_commit(int size) throws IOException {
    String key = key();

    try (ObjectUpload upload = store.create(key)) {
      Content.of(4, size).transferTo(upload);

      assertThat(store.find(key)).isEmpty();
      assertThat(keys(store, key)).isEmpty();
      upload.commit(Mode.NEW);
    }

    assertThat(keys(store, key)).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, LARGE})
  void an_upload_that_is_not_committed_leaves_nothing(int size) throws IOException {
    String key = key();

    try (ObjectUpload upload = store.create(key)) {
      Content.of(5, size).transferTo(upload);
    }

    assertThat(store.find(key)).isEmpty();
    assertThat(keys(store, key)).isEmpty();
  }

  @Test
  void an_upload_that_is_not_committed_leaves_the_old_object_alone() throws IOException {
    String key = key();
    store.put(key, "old".getBytes(UTF_8), Mode.NEW);

    try (ObjectUpload upload = store.create(key)) {
      Content.of(6, LARGE).transferTo(upload);
    }

    isUntouched(store, key, "old");
  }

  @Test
  void a_new_object_never_takes_the_place_of_another() throws IOException {
    String key = key();

    assertThat(store.put(key, "first".getBytes(UTF_8), Mode.NEW)).isTrue();
    assertThat(store.put(key, "second".getBytes(UTF_8), Mode.NEW)).isFalse();

    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, LARGE})
  void a_new_upload_never_takes_the_place_of_another_object(int size) throws IOException {
    String key = key();
    store.put(key, "first".getBytes(UTF_8), Mode.NEW);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> upload(store, key, Content.of(7, size), Mode.NEW));

    isUntouched(store, key, "first");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, LARGE})
  void an_upload_loses_to_an_object_that_came_while_it_was_under_way(int size) throws IOException {
    String key = key();

    try (ObjectUpload upload = store.create(key)) {
      Content.of(8, size).transferTo(upload);
      store.put(key, "faster".getBytes(UTF_8), Mode.NEW);

      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .isThrownBy(() -> upload.commit(Mode.NEW));
    }

    isUntouched(store, key, "faster");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, LARGE})
  void replacing_puts_the_new_object_in_the_place_of_the_old(int size) throws IOException {
    String key = key();
    store.put(key, "old".getBytes(UTF_8), Mode.REPLACE);

    upload(store, key, Content.of(9, size), Mode.REPLACE);

    assertThat(store.find(key)).map(ObjectFacts::size).contains((long) size);
    assertThat(store.put(key, "newer".getBytes(UTF_8), Mode.REPLACE)).isTrue();
    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("newer");
  }

  @Test
  void of_many_writers_of_one_new_object_exactly_one_wins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String key = key();

      List<Boolean> wins =
          together(8, writer -> store.put(key, ("by " + writer).getBytes(UTF_8), Mode.NEW));

      assertThat(wins).containsOnlyOnce(true);
      assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("by " + wins.indexOf(true));
    }
  }

  @Test
  void readers_of_an_object_that_is_replaced_see_one_of_them_whole_or_are_told() throws Exception {
    String key = key();
    store.put(key, "0".repeat(50_000).getBytes(UTF_8), Mode.NEW);

    List<Boolean> whole =
        together(
            8,
            worker -> {
              for (int i = 0; i < 10; i++) {
                if (worker % 2 == 0) {
                  store.put(
                      key, String.valueOf(worker).repeat(50_000).getBytes(UTF_8), Mode.REPLACE);
                } else if (torn(key)) {
                  return false;
                }
              }
              return true;
            });

    assertThat(whole).containsOnly(true);
  }

  /** A line that broke in between cannot be taken up again in the new object, and says so. */
  private boolean torn(String key) throws IOException {
    try {
      return new String(read(store, key, 0), UTF_8).chars().distinct().count() != 1;
    } catch (FileSystemException told) {
      assertThat(told).hasMessageContaining("was replaced");
      return false;
    }
  }

  @Test
  void uploads_at_the_same_time_do_not_mix() throws Exception {
    List<String> keys = IntStream.range(0, 4).mapToObj(_ -> key()).toList();

    together(
        4,
        writer -> {
          upload(store, keys.get(writer), Content.of(writer, LARGE), Mode.NEW);
          return true;
        });

    for (int i = 0; i < keys.size(); i++) {
      try (InputStream in = store.read(keys.get(i), 0)) {
        assertThat(Content.digest(in)).isEqualTo(Content.digest(Content.of(i, LARGE)));
      }
    }
  }

  @Test
  void an_object_is_read_from_any_byte_onward() throws IOException {
    String key = key();
    store.put(key, "0123456789".getBytes(UTF_8), Mode.NEW);

    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("0123456789");
    assertThat(read(store, key, 4)).asString(UTF_8).isEqualTo("456789");
    assertThat(read(store, key, 9)).asString(UTF_8).isEqualTo("9");
    assertThat(read(store, key, 10)).isEmpty();
  }

  @Test
  void a_reader_may_stop_early() throws IOException {
    String key = key();
    upload(store, key, Content.of(10, LARGE), Mode.NEW);

    for (int i = 0; i < 20; i++) {
      try (InputStream in = store.read(key, 0)) {
        assertThat(in.readNBytes(1_000)).hasSize(1_000);
      }
    }
  }

  @Test
  void what_is_not_there_is_told_as_that() throws IOException {
    String key = key();

    assertThat(store.find(key)).isEmpty();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> read(store, key, 0));
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> read(store, key, 5));
    assertThat(keys(store, key)).isEmpty();
  }

  @Test
  void facts_are_those_of_the_object() throws IOException {
    String key = key();
    Instant before = Instant.now().minus(Duration.ofMinutes(1));

    store.put(key, "12345".getBytes(UTF_8), Mode.NEW);

    ObjectFacts facts = store.find(key).orElseThrow();
    assertThat(facts.key()).isEqualTo(key);
    assertThat(facts.size()).isEqualTo(5);
    assertThat(facts.modified()).isBetween(before, Instant.now().plus(Duration.ofMinutes(1)));
  }

  @Test
  void deleting_removes_and_harms_nothing_when_repeated() throws IOException {
    String key = key();
    store.put(key, "x".getBytes(UTF_8), Mode.NEW);
    store.put(key + "0", "y".getBytes(UTF_8), Mode.NEW);

    store.delete(key);
    store.delete(key);

    assertThat(store.find(key)).isEmpty();
    assertThat(store.find(key + "0")).isPresent();
    assertThat(store.put(key, "again".getBytes(UTF_8), Mode.NEW)).isTrue();
  }

  @Test
  void a_list_is_in_the_order_of_the_keys() throws IOException {
    String root = key() + "/";
    List<String> names =
        List.of("a-b", "a.b", "a/b", "a/c/d", "a0", "aa", "B", "b", "_", "10", "9", "a=b", "a+b");
    for (String name : names) {
      store.put(root + name, name.getBytes(UTF_8), Mode.NEW);
    }

    List<String> expected = names.stream().map(name -> root + name).sorted().toList();
    assertThat(keys(store, root)).isEqualTo(expected);
  }

  @Test
  void a_list_is_of_what_begins_with_the_prefix() throws IOException {
    String root = key();
    for (String name : List.of("/wal/1", "/wal/2", "/wall", "/base/1")) {
      store.put(root + name, name.getBytes(UTF_8), Mode.NEW);
    }

    assertThat(keys(store, root + "/wal/")).containsExactly(root + "/wal/1", root + "/wal/2");
    assertThat(keys(store, root + "/wa"))
        .containsExactly(root + "/wal/1", root + "/wal/2", root + "/wall");
    assertThat(keys(store, root + "/none")).isEmpty();
  }

  @Test
  void a_list_of_thousands_is_whole_and_in_order() throws Exception {
    String root = "many-" + UUID.randomUUID() + "/";
    together(
        10,
        worker -> {
          for (int i = worker; i < MANY; i += 10) {
            store.put(root + "%05d".formatted(i), new byte[] {1}, Mode.REPLACE);
          }
          return true;
        });

    List<ObjectFacts> found = new ArrayList<>();
    store.list(root, found::add);

    assertThat(found).hasSize(MANY).allMatch(facts -> facts.size() == 1);
    assertThat(found).extracting(ObjectFacts::key).isSorted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a+b=c@d_e-f.g",
        "+",
        "=",
        "@",
        "-",
        "_",
        ".hidden",
        "a..b",
        "UPPER",
        "with=equals/and+plus",
        "a@b/c@d",
        "00000001000000000000000A.partial",
        "x/.y/z"
      })
  void keys_of_any_allowed_form_are_kept(String name) throws IOException {
    String key = key() + "/" + name;

    store.put(key, name.getBytes(UTF_8), Mode.NEW);

    assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo(name);
    assertThat(keys(store, key)).containsExactly(key);
    assertThat(store.find(key)).map(ObjectFacts::key).contains(key);
    store.delete(key);
    assertThat(store.find(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/abs", "a/", "a//b", ".", "..", "../x", "a/../../x", "a b", "ü", "a\\b"})
  void keys_of_other_forms_are_refused(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> store.create(key));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.put(key, new byte[1], Mode.REPLACE));
    assertThatIllegalArgumentException().isThrownBy(() -> store.read(key, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> store.find(key));
    assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
  }

  @Test
  void a_long_key_is_kept() throws IOException {
    String key = ("d".repeat(99) + "/").repeat(6) + "k".repeat(90);

    store.put(key, "long".getBytes(UTF_8), Mode.REPLACE);

    assertThat(keys(store, key)).containsExactly(key);
  }

  @Test
  void stores_of_other_prefixes_see_nothing_of_it() throws IOException {
    String key = key();
    store.put(key, "mine".getBytes(UTF_8), Mode.NEW);

    try (ObjectStore other = open("other-" + UUID.randomUUID())) {
      assertThat(other.find(key)).isEmpty();
      assertThat(keys(other, "")).isEmpty();
    }
  }

  @Test
  void unfinished_uploads_are_discarded_and_finished_objects_stay() throws IOException {
    try (ObjectStore place = open("unfinished-" + UUID.randomUUID())) {
      place.put("kept", "kept".getBytes(UTF_8), Mode.NEW);
      ObjectUpload lost = place.create("lost");
      Content.of(11, LARGE).transferTo(lost);

      place.discardUnfinished(Instant.now().plus(Duration.ofDays(1)));

      assertThat(keys(place, "")).containsExactly("kept");
      lost.close();
    }
  }

  @Test
  void closing_twice_and_writing_afterwards_is_told() throws IOException {
    String key = key();
    ObjectUpload upload = store.create(key);
    upload.write("x".getBytes(UTF_8), 0, 1);
    upload.commit(Mode.NEW);

    upload.close();
    upload.close();

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> upload.write(1));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> upload.commit(Mode.NEW));
    assertThat(read(store, key, 0)).hasSize(1);
  }

  /** Runs the work so many times at once, and answers the results in the order of their numbers. */
  protected static List<Boolean> together(int workers, Work work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int number = i;
        tasks.add(() -> work.run(number));
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** One worker's part. */
  @FunctionalInterface
  protected interface Work {
    boolean run(int number) throws Exception;
  }
}
