package dev.weir.server.reference;

/** Which calls heed an {@code Idempotency-Key}. */
final class Idempotency {
  private Idempotency() {}

  static boolean of(String method, String path) {
    return method.equals("POST")
        && !path.endsWith("/query")
        && !path.endsWith("/explain")
        && !path.equals("/v1/session");
  }
}
