package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition.Pool;
import dev.weir.api.Definition.Timeouts;
import dev.weir.api.Definition.Tls;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DefinitionTest {
  private static final Definition ORDERS =
      Definition.builder("orders", "POSTGRESQL")
          .host("db.example.org")
          .port(5432)
          .database("orders")
          .user("weir")
          .password(Secret.of("one"))
          .build();

  private static final Timeouts TIMES = Timeouts.DEFAULT;

  static Stream<Definition> otherConnections() {
    return Stream.of(
        ORDERS.toBuilder().type("MYSQL").build(),
        ORDERS.toBuilder().host("other.example.org").build(),
        ORDERS.toBuilder().port(5433).build(),
        ORDERS.toBuilder().database("archive").build(),
        ORDERS.toBuilder().user(null).build(),
        ORDERS.toBuilder().password(Secret.of("two")).build(),
        ORDERS.toBuilder().parameter("options", "-c jit=off").build(),
        ORDERS.toBuilder().tls(new Tls(Tls.Mode.REQUIRE, null, null, null, "TLSv1.3")).build(),
        ORDERS.toBuilder().readOnly(true).build(),
        ORDERS.toBuilder().timeouts(times(Duration.ofSeconds(1), TIMES.query())).build());
  }

  static Stream<Definition> sameConnections() {
    Pool two = new Pool(1, 2, TIMES.query(), TIMES.query(), TIMES.query(), TIMES.query());
    return Stream.of(
        ORDERS.toBuilder().build(),
        ORDERS.toBuilder().pool(two).build(),
        ORDERS.toBuilder().timeouts(times(TIMES.connect(), Duration.ofSeconds(1))).build(),
        ORDERS.toBuilder().service("billing", 3).tag("team", "a").build());
  }

  @ParameterizedTest
  @MethodSource("otherConnections")
  void what_a_connection_is_made_of_tells_definitions_apart(Definition other) {
    assertThat(ORDERS.connectsLike(other)).isFalse();
    assertThat(other.connectsLike(ORDERS)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("sameConnections")
  void connections_serve_however_they_are_pooled_and_used(Definition other) {
    assertThat(ORDERS.connectsLike(other)).isTrue();
  }

  @Test
  void a_definition_is_described_without_its_secrets() {
    assertThat(ORDERS.describe()).isEqualTo("orders (POSTGRESQL at db.example.org:5432/orders)");
    assertThat(ORDERS.toString()).doesNotContain("one");
  }

  private static Timeouts times(Duration connect, Duration query) {
    return new Timeouts(
        connect, query, TIMES.transaction(), TIMES.floor(), TIMES.ceiling(), TIMES.slow());
  }
}
