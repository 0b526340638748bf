package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Ability;
import dev.weir.api.Caller;
import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Notice;
import dev.weir.api.Notice.Gap;
import dev.weir.api.Notice.Notification;
import dev.weir.api.Notifications;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a listener is told, and that it is told of what it may have missed. */
public interface NotificationContract extends ServerContract {
  Duration LONG = Duration.ofSeconds(30);

  private static Notification notification(Notifications listener) {
    Notice notice = listener.next(LONG).orElseThrow();
    assertThat(notice).isInstanceOf(Notification.class);
    return (Notification) notice;
  }

  private static Gap gap(Notifications listener) {
    Notice notice = listener.next(LONG).orElseThrow();
    assertThat(notice).isInstanceOf(Gap.class);
    return (Gap) notice;
  }

  private static String channel() {
    return "contract-" + UUID.randomUUID();
  }

  private static Definition.Pool pool() {
    Definition.Pool usual = Definition.Pool.DEFAULT;
    return new Definition.Pool(
        1,
        5,
        usual.acquireTimeout(),
        usual.idleTimeout(),
        usual.maxLifetime(),
        usual.leakThreshold());
  }

  private DatabaseServer awake() {
    DatabaseServer server = ownServer();
    if (!server.running()) {
      server.start();
    }
    return server;
  }

  @Test
  default void the_contract_of_notifications_is_for_those_who_declare_them() {
    assertThat(can(Ability.NOTIFICATIONS)).isTrue();
  }

  @Test
  default void a_listener_is_told_what_others_send_in_order() {
    OpenDatabase database = database();
    String channel = channel();
    try (Notifications listener = database.listen(channel, "other")) {
      for (int i = 0; i < 100; i++) {
        run(database, sample().notify(channel, "payload 🦆 " + i));
      }

      for (int i = 0; i < 100; i++) {
        Notification told = notification(listener);
        assertThat(told.channel()).isEqualTo(channel);
        assertThat(told.payload()).isEqualTo("payload 🦆 " + i);
        assertThat(told.toString()).doesNotContain("🦆");
      }
      assertThat(listener.next(Duration.ZERO)).isEmpty();
      assertThat(listener.channels()).isEqualTo(Set.of(channel, "other"));
    }
  }

  @Test
  default void an_odd_name_of_a_channel_is_taken_as_it_is() {
    String odd = "a \"b\" 'c'; drop.Ünï 🦆 :x --";
    try (Notifications listener = database().listen(odd)) {
      run(database(), sample().notify(odd, "x"));

      assertThat(notification(listener).channel()).isEqualTo(odd);
    }
    refused(() -> database().listen(Set.of()), CoreError.INVALID_OPTION);
  }

  @Test
  default void a_listener_holds_no_session_of_the_pool() {
    OpenDatabase database = open(builder -> builder);
    try (Notifications one = database.listen("a");
        Notifications two = database.listen("b")) {
      assertThat(database.primary().node().pool().active()).isZero();
      assertThat(one.next(Duration.ofMillis(10))).isEmpty();
      assertThat(two.next(Duration.ofMillis(10))).isEmpty();
    }
  }

  @Test
  default void there_are_no_more_listeners_than_the_pool_may_have_connections() {
    OpenDatabase database = open(builder -> builder.pool(pool()));
    Notifications first = database.listen("a");
    for (int i = 1; i < 5; i++) {
      database.listen("a");
    }

    refused(() -> database.listen("a"), CoreError.POOL_EXHAUSTED);
    first.close();

    database.listen("a");
  }

  @Test
  default void a_viewer_may_listen_and_the_audit_is_told() {
    AtomicReference<String> audited = new AtomicReference<>("");
    Connectors connectors = Connectors.installed();
    Definition definition = connectors.parse("contract", url()).orElseThrow().build();
    Caller viewer = Caller.of(new Principal("vera", Role.VIEWER, "test"));

    try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
      engine.listen((request, _, _, _) ->
          audited.set(
              request.caller().principal().name()
                  + " "
                  + request.action()
                  + " "
                  + request.normalized()));
      viewer.run(() -> engine.database("contract").listen("b", "a").close());
    }

    assertThat(audited.get()).isEqualTo("vera LISTEN listen a, b");
  }

  @Test
  default void a_closed_listener_ends_its_wait_and_says_so() throws Exception {
    Notifications listener = database().listen("quiet");
    CompletableFuture<Optional<Notice>> wait =
        CompletableFuture.supplyAsync(() -> listener.next(Duration.ofMinutes(5)));

    listener.close();

    assertThat(code(wait)).isEqualTo(CoreError.CLOSED);
    refused(() -> listener.next(Duration.ZERO), CoreError.CLOSED);
  }

  @Test
  default void a_cancelled_listener_ends_its_wait_and_says_so() throws Exception {
    Notifications listener = database().listen("quiet");
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Optional<Notice>> wait = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            wait.complete(cancellation.call(() -> listener.next(Duration.ofMinutes(5))));
          } catch (Exception e) {
            wait.completeExceptionally(e);
          }
        });

    cancellation.cancel();

    assertThat(code(wait)).isEqualTo(CoreError.CANCELLED);
  }

  private static Object code(CompletableFuture<?> wait) throws InterruptedException {
    try {
      return wait.get();
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(WeirException.class);
      return e.getCause() instanceof WeirException known ? known.code() : "";
    }
  }

  @Test
  default void a_database_that_is_closed_ends_its_listeners() {
    OpenDatabase database = open(builder -> builder);
    Notifications listener = database.listen("quiet");

    database.close();

    refused(() -> listener.next(LONG), CoreError.SHUTTING_DOWN);
    refused(() -> database.listen("quiet"), CoreError.SHUTTING_DOWN);
  }

  @Test
  default void a_server_that_was_killed_and_started_again_is_a_gap_and_then_it_goes_on() {
    DatabaseServer server = awake();
    OpenDatabase database = open(server.url(), builder -> builder);
    String channel = channel();
    try (Notifications listener = database.listen(channel)) {
      run(database, sample().notify(channel, "before"));
      assertThat(notification(listener).payload()).isEqualTo("before");

      server.kill();
      assertThat(listener.next(Duration.ofMillis(300))).isEmpty();
      server.start();

      Gap gap = gap(listener);
      assertThat(gap.since()).isBefore(gap.received());
      assertThat(gap.reason()).isNotBlank();
      await()
          .ignoreExceptionsInstanceOf(WeirException.class)
          .until(() -> run(database, sample().notify(channel, "after")) >= 0);
      assertThat(notification(listener).payload()).isEqualTo("after");
    }
  }

  @Test
  default void a_network_that_swallows_everything_is_found_out_and_told_as_a_gap() {
    DatabaseServer server = awake();
    Definition.Timeouts hasty =
        new Definition.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1));
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database = open(proxy.url(server), builder -> builder.timeouts(hasty));
      try (Notifications listener = database.listen("swallowed")) {
        proxy.blackHole();
        assertThat(listener.next(Duration.ofSeconds(4))).isEmpty();
        proxy.restore();

        assertThat(gap(listener).reason()).isNotBlank();
        run(open(server.url(), builder -> builder), sample().notify("swallowed", "after"));
        assertThat(notification(listener).payload()).isEqualTo("after");
      }
    }
  }
}
