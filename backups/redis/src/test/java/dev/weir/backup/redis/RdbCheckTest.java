package dev.weir.backup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RdbCheckTest {
  /** From Redis's own test of {@code crc64.c}. */
  private static final long KNOWN = 0xe9c6d914c4b8d9caL;

  static byte[] file() {
    byte[] body = "REDIS0009 some content \u007f".getBytes(StandardCharsets.US_ASCII);
    body[body.length - 1] = (byte) 0xff;
    RdbCheck check = new RdbCheck();
    check.passed(body, 0, body.length);
    check.passed(new byte[8], 0, 8);
    return ByteBuffer.allocate(body.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(body)
        .putLong(check.crc())
        .array();
  }

  private static void read(byte[] file, int block) {
    RdbCheck check = new RdbCheck();
    for (int at = 0; at < file.length; at += block) {
      check.passed(file, at, Math.min(block, file.length - at));
    }
    check.end("The file");
  }

  @Test
  void the_checksum_is_that_of_redis() {
    byte[] text = "123456789........".getBytes(StandardCharsets.US_ASCII);
    RdbCheck check = new RdbCheck();

    check.passed(text, 0, text.length);

    assertThat(check.crc()).isEqualTo(KNOWN);
  }

  @Test
  void a_whole_file_passes_in_blocks_of_any_size() {
    for (int block = 1; block < 40; block++) {
      int size = block;
      assertThatCode(() -> read(file(), size)).doesNotThrowAnyException();
    }
  }

  @Test
  void every_truncation_and_every_flipped_bit_is_found() {
    byte[] file = file();

    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut, 7)).as("%s bytes", length).hasMessageContaining("file");
    }
    for (int at = 0; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= 1;
      assertThatThrownBy(() -> read(flipped, 7)).as("byte %s", at).hasMessageContaining("file");
    }
  }
}
