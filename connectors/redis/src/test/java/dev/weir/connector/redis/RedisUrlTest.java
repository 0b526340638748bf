package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
  private static Definition parse(String url) {
    return new RedisConnector().parse("cache", url).orElseThrow().build();
  }

  @Test
  void every_part_of_a_url_is_read_and_decoded() {
    Definition all = parse("redis://app%40x:p%3A%2F%40%C3%A9@db.example:7001/3?client-name=web");

    assertThat(all.type()).isEqualTo("REDIS");
    assertThat(all.host()).isEqualTo("db.example");
    assertThat(all.port()).isEqualTo(7001);
    assertThat(all.database()).isEqualTo("3");
    assertThat(all.user()).isEqualTo("app@x");
    assertThat(all.password()).satisfies(p -> assertThat(p.reveal()).isEqualTo("p:/@é"));
    assertThat(all.parameters()).containsEntry("client-name", "web");
    assertThat(all.tls().mode()).isEqualTo(Tls.Mode.PREFER);
  }

  @Test
  void what_is_left_out_takes_its_default() {
    Definition plain = parse("redis://localhost");

    assertThat(parse("redis://").host()).isEqualTo("localhost");
    assertThat(plain.port()).isZero();
    assertThat(plain.database()).isEmpty();
    assertThat(plain.user()).isNull();
    assertThat(plain.password()).isNull();
  }

  @Test
  void two_esses_mean_verified_encryption() {
    assertThat(parse("rediss://h").tls().mode()).isEqualTo(Tls.Mode.VERIFY_FULL);
  }

  @Test
  void an_ipv6_address_stands_in_brackets() {
    Definition six = parse("redis://:secret@[::1]:6380/0");

    assertThat(six.host()).isEqualTo("::1");
    assertThat(six.port()).isEqualTo(6380);
    assertThat(six.user()).isNull();
  }

  @Test
  void urls_of_other_engines_are_left_alone() {
    assertThat(new RedisConnector().parse("x", "postgresql://h/d")).isEmpty();
    assertThat(new RedisConnector().parse("x", "just text")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis:localhost",
        "redis://h:",
        "redis://h:0",
        "redis://h:70000",
        "redis://h:hush",
        "redis://h/hush",
        "redis://hush@h",
        "redis://u:hu%sh@h",
        "redis://[::1",
        "redis-sentinel://h",
        "redis-socket:///tmp/hush"
      })
  void a_wrong_url_is_refused_with_an_example_and_without_its_secrets(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.code()).isEqualTo(CoreError.INVALID_URL))
        .hasMessageContaining("redis://user:password@host")
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_definition_is_checked_for_what_only_redis_knows() {
    Definition wrong =
        Definition.builder("cache", "REDIS")
            .database("main")
            .parameter("ssl", "1")
            .tls(new Tls(Tls.Mode.REQUIRE, "/no/such/ca.pem", "cert.pem", null, "TLSv1.2"))
            .build();

    assertThat(new RedisConnector().validate(wrong)).hasSize(6);
  }
}
