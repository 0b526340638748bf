package dev.weir.api;

/** A part of the request path that can be switched for a database. */
public enum Feature {
  RETRY,
  CIRCUIT_BREAKER,
  BULKHEAD,
  ADAPTIVE_TIMEOUT,
  POOL_SIZING,
  LEAK_DETECTION,
  REPLICAS,
  CACHE,
  MASKING,
  MONITORING
}
