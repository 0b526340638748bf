package dev.weir.connector.sql;

import java.util.HexFormat;

/** A 64-bit hash of a normalized text: FNV-1a over its characters, then mixed like XXH64. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(String normalized) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < normalized.length(); i++) {
      hash = (hash ^ normalized.charAt(i)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xC2B2AE3D27D4EB4FL;
    hash = (hash ^ (hash >>> 29)) * 0x165667B19E3779F9L;
    return HexFormat.of().toHexDigits(hash ^ (hash >>> 32));
  }
}
