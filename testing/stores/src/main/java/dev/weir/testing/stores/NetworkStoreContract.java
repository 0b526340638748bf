package dev.weir.testing.stores;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectStoreProvider;
import dev.weir.testing.stores.HttpFaults.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store over a network must show besides: that transfers mend themselves, and end. */
public abstract class NetworkStoreContract extends ObjectStoreContract {
  /** What is sent at once, and so at most sent again. */
  protected static final int PART = 8 << 20;

  private static final int MEBI = 1 << 20;
  private static final int FIVE_PARTS = 5 * PART;

  private HttpFaults line;

  /** Where the server listens, such as {@code http://127.0.0.1:9090}; started on first use. */
  protected abstract URI server();

  /** A location of that name. */
  protected abstract URI location(String name);

  /** The options that reach the server at that address. */
  protected abstract Map<String, String> options(URI server);

  /** Whether a request carries bytes of an object to the store. */
  protected boolean upload(Seen request) {
    return request.method().equals("PUT");
  }

  /** Whether a request asks for bytes of an object. */
  protected boolean download(Seen request) {
    return request.method().equals("GET");
  }

  /** A request in whose answer much of the object has gone by, after {@link #lateBytes} of it. */
  protected boolean lateDownload(Seen request) {
    return download(request);
  }

  protected long lateBytes() {
    return 3 * PART;
  }

  protected final HttpFaults line() {
    return line;
  }

  @BeforeAll
  final void layLine() {
    line = HttpFaults.before(server());
  }

  @AfterAll
  final void cutLine() {
    line.close();
  }

  @AfterEach
  final void mendLine() {
    line.restore();
  }

  @Override
  protected ObjectStore open(String name) {
    return open(name, options(server()));
  }

  /** Through the line that breaks on demand, with short patience. */
  protected final ObjectStore openThroughLine(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(options(line.address()));
    options.put("stall-timeout", "2s");
    options.put("retry-for", "20s");
    options.putAll(more);
    ObjectStore store = open("line-" + UUID.randomUUID(), options);
    return store;
  }

  protected final ObjectStore open(String name, Map<String, String> options) {
    Map<String, Secret> secrets = new HashMap<>();
    options.forEach((option, value) -> secrets.put(option, Secret.of(value)));
    return provider(location(name).getScheme()).open(location(name), secrets);
  }

  protected static ObjectStoreProvider provider(String scheme) {
    return ServiceLoader.load(ObjectStoreProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.schemes().contains(scheme))
        .findFirst()
        .orElseThrow();
  }

  private static void holds(ObjectStore store, String key, long seed, long size)
      throws IOException {
    assertThat(store.find(key)).map(ObjectFacts::size).contains(size);
    try (InputStream in = store.read(key, 0)) {
      assertThat(Content.digest(in)).isEqualTo(Content.digest(Content.of(seed, size)));
    }
  }

  @Test
  void an_object_of_two_hundred_megabytes_goes_through_a_heap_of_sixty_four() throws Exception {
    String key = key();

    String said = SmallHeap.roundTrip(location("heap"), options(server()), key, 200L * MEBI);

    assertThat(said).isEqualTo(Content.digest(Content.of(1, 200L * MEBI)));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void a_server_in_trouble_is_asked_again(int status) throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      String key = key();
      line.answer(2, this::upload, status, Map.of(), "");

      store.put(key, "content".getBytes(UTF_8), Mode.REPLACE);
      line.answer(2, this::download, status, Map.of(), "");

      assertThat(read(store, key, 0)).asString(UTF_8).isEqualTo("content");
    }
  }

  @Test
  void a_part_that_the_server_fails_is_sent_again_and_no_other() throws IOException {
    uploadOverBrokenLine(() -> line.answer(1, third(), 500, Map.of(), ""));
  }

  @Test
  void an_upload_whose_connection_breaks_goes_on_behind_the_last_part() throws IOException {
    uploadOverBrokenLine(() -> line.dropRequests(1, third(), MEBI));
  }

  @Test
  void an_upload_that_hangs_is_given_up_and_goes_on_behind_the_last_part() throws IOException {
    uploadOverBrokenLine(() -> line.hangRequests(1, third(), MEBI));
  }

  @Test
  void an_upload_whose_answer_is_lost_sends_that_part_again_at_most() throws IOException {
    uploadOverBrokenLine(() -> line.loseAnswers(1, third()));
  }

  private void uploadOverBrokenLine(Runnable fault) throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      String key = key();
      line.forget();
      fault.run();

      upload(store, key, Content.of(21, FIVE_PARTS), Mode.REPLACE);

      assertThat(line.received(this::upload)).isLessThanOrEqualTo(FIVE_PARTS + PART + MEBI);
      holds(store, key, 21, FIVE_PARTS);
    }
  }

  /** The third request that carries much. */
  private Predicate<Seen> third() {
    java.util.concurrent.atomic.AtomicInteger count =
        new java.util.concurrent.atomic.AtomicInteger();
    return request -> upload(request) && count.incrementAndGet() >= 3;
  }

  @Test
  void a_download_whose_connection_breaks_goes_on_behind_the_last_byte() throws IOException {
    downloadOverBrokenLine(() -> line.dropAnswers(1, this::lateDownload, lateBytes()));
  }

  @Test
  void a_download_that_hangs_is_given_up_and_goes_on_behind_the_last_byte() throws IOException {
    downloadOverBrokenLine(() -> line.hangAnswers(1, this::lateDownload, lateBytes()));
  }

  private void downloadOverBrokenLine(Runnable fault) throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      String key = key();
      upload(store, key, Content.of(22, FIVE_PARTS), Mode.REPLACE);
      line.forget();
      fault.run();

      try (InputStream in = store.read(key, 0)) {
        assertThat(Content.digest(in)).isEqualTo(Content.digest(Content.of(22, FIVE_PARTS)));
      }

      assertThat(line.sent(this::download)).isLessThanOrEqualTo(FIVE_PARTS + PART);
      assertThat(line.seen().stream().filter(this::download).count()).isGreaterThan(1);
    }
  }

  @Test
  void an_object_that_is_replaced_while_a_broken_download_pauses_is_not_mixed() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      String key = key();
      upload(store, key, Content.of(23, FIVE_PARTS), Mode.REPLACE);
      line.dropAnswers(1, this::download, 6 * MEBI);

      try (InputStream in = store.read(key, 0)) {
        in.readNBytes(MEBI);
        upload(store, key, Content.of(24, FIVE_PARTS), Mode.REPLACE);

        assertThatExceptionOfType(IOException.class)
            .isThrownBy(in::readAllBytes)
            .withMessageContaining("replaced");
      }
    }
  }

  @Test
  void a_new_object_whose_first_answer_was_lost_is_known_as_our_own() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of())) {
      String key = key();
      store.put(key(), new byte[1], Mode.NEW);
      line.loseAnswers(1, request -> upload(request) && request.uri().contains(lastPart(key)));

      assertThat(store.put(key, "ours".getBytes(UTF_8), Mode.NEW)).isTrue();
      assertThat(store.put(key, "theirs".getBytes(UTF_8), Mode.NEW)).isFalse();
    }
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  @Test
  void a_network_that_is_lost_is_told_when_the_time_for_attempts_is_over() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of("retry-for", "4s", "stall-timeout", "1s"))) {
      store.put("before", new byte[1], Mode.REPLACE);
      line.blackHole();

      assertThatThrownBy(() -> store.put("lost", new byte[100], Mode.REPLACE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(store.location())
          .hasMessageContaining("4s");
      assertThatThrownBy(() -> store.find("lost")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.list("", _ -> {})).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_network_that_is_lost_in_the_middle_of_an_upload_is_told() throws IOException {
    try (ObjectStore store = openThroughLine(Map.of("retry-for", "4s", "stall-timeout", "1s"))) {
      line.hangRequests(1000, this::upload, MEBI);

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> upload(store, "lost", Content.of(25, FIVE_PARTS), Mode.REPLACE))
          .withMessageContaining("4s");
    }
  }

  @Test
  void a_server_that_is_not_there_is_told_with_its_location() {
    HttpFaults gone = HttpFaults.before(server());
    URI address = gone.address();
    gone.close();
    Map<String, String> options = new HashMap<>(options(address));
    options.put("retry-for", "2s");

    try (ObjectStore store = open("gone", options)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> store.find("any"))
          .withMessageContaining(store.location());
    }
  }

  @Test
  void options_that_do_not_exist_are_told_by_name() {
    assertThat(
            provider(location("x").getScheme())
                .check(location("x"), Map.of("acess-key", Secret.of("typo"))))
        .anySatisfy(problem -> assertThat(problem).contains("acess-key", "stall-timeout"));
  }

  @Test
  void the_location_is_told_without_credentials() {
    assertThat(store().location())
        .startsWith(location("x").getScheme() + "://")
        .doesNotContain("secret");
  }
}
