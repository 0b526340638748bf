package dev.weir.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {
  @ParameterizedTest
  @ValueSource(ints = {8 << 20, 64 << 20})
  void a_part_gives_back_what_was_filled_in_as_often_as_it_is_asked(int capacity)
      throws IOException {
    byte[] content = new byte[1_000_003];
    new Random(1).nextBytes(content);

    try (Part part = Part.of(7, capacity)) {
      part.fill(content, 0, 600_000);
      part.fill(content, 600_000, content.length - 600_000);

      assertThat(part.size()).isEqualTo(content.length);
      AtomicLong moved = new AtomicLong();
      assertThat(part.stream(moved).readAllBytes()).isEqualTo(content);
      assertThat(part.stream(moved).readAllBytes()).isEqualTo(content);
      assertThat(moved.get()).isPositive();
      assertThat(part.large()).isEqualTo(capacity > 32 << 20);
    }
  }

  @Test
  void a_part_takes_no_more_than_fits() throws IOException {
    try (Part part = Part.of(1, 10)) {
      assertThat(part.fill(new byte[8], 0, 8)).isEqualTo(8);
      assertThat(part.fill(new byte[8], 0, 8)).isEqualTo(2);
      assertThat(part.full()).isTrue();
    }
  }

  /** The check value of RFC 3720's polynomial, and that of RFC 1321, for "123456789". */
  @Test
  void checksums_are_those_of_the_standards() throws IOException {
    try (Part part = Part.whole("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
      assertThat(HexFormat.of().formatHex(part.crc32c())).isEqualTo("e3069283");
      assertThat(HexFormat.of().formatHex(part.md5()))
          .isEqualTo("25f9e794323b453885f5181f1b624d0b");
    }
  }
}
