package dev.weir.connector.redis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes as text, without loss. */
final class Texts {
  private Texts() {}

  /** The text that the bytes spell in UTF-8; null when they spell none. */
  static @Nullable String utf8(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return decoded(bytes);
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static @Nullable String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The text, or for binary the spelling of {@code redis-cli}: {@code "\x00abc"}. */
  static String printable(byte[] bytes) {
    String text = utf8(bytes);
    if (text != null) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : bytes) {
      if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else if (b >= ' ' && b < 127) {
        quoted.append((char) b);
      } else {
        quoted.append(String.format("\\x%02x", b & 0xff));
      }
    }
    return quoted.append('"').toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
