package dev.weir.spi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b.json", ".lock", "wal/0000000100000000000000A1.zst", "a+b=c@d_e-f"})
  void keysThatEveryStoreCanKeepAreTaken(String key) {
    assertThat(ObjectKey.checked(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", "a.", "a b", "ä", "a\\b", "a%2fb"
      })
  void otherKeysAreRefused(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.checked(key));
  }

  @org.junit.jupiter.api.Test
  void aKeyThatLeavesNoRoomForAPrefixIsRefused() {
    assertThat(ObjectKey.valid("a".repeat(ObjectKey.LONGEST))).isTrue();
    assertThat(ObjectKey.valid("a".repeat(ObjectKey.LONGEST + 1))).isFalse();
  }
}
