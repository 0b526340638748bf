package dev.weir.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @Test
  void keys_stand_below_the_prefix() {
    Prefix prefix = Prefix.of("/backups/weir/").orElseThrow();

    assertThat(prefix.name("a/b")).isEqualTo("backups/weir/a/b");
    assertThat(prefix.key("backups/weir/a/b")).isEqualTo("a/b");
    assertThat(prefix.path()).isEqualTo("/backups/weir");
  }

  @Test
  void a_whole_bucket_has_no_prefix() {
    Prefix prefix = Prefix.of("/").orElseThrow();

    assertThat(prefix.name("a")).isEqualTo("a");
    assertThat(prefix.path()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../x", "/a//b", "/a b", "/ä"})
  void a_prefix_that_is_no_key_is_none(String path) {
    assertThat(Prefix.of(path)).isEmpty();
  }
}
