package dev.weir.spi.monitor;

import org.jspecify.annotations.Nullable;

/**
 * One end of a stream of changes.
 *
 * @param role of the other end: {@code replica} follows this server, {@code primary} is followed
 * @param name what it calls itself
 * @param lagBytes of log that it has not applied; null where it is not known
 * @param lagSeconds likewise in time
 * @param position up to where it has received and applied, in words; null where the engine numbers
 *     no transactions
 * @param problem why nothing is applied, without values of rows; null while it replicates
 */
public record ReplicaFigures(
    String role,
    String name,
    @Nullable String address,
    String state,
    @Nullable String synchrony,
    @Nullable Long lagBytes,
    @Nullable Double lagSeconds,
    @Nullable String position,
    @Nullable String problem) {
  /** One that replicates, of an engine that numbers no transactions. */
  public ReplicaFigures(
      String role,
      String name,
      @Nullable String address,
      String state,
      @Nullable String synchrony,
      @Nullable Long lagBytes,
      @Nullable Double lagSeconds) {
    this(role, name, address, state, synchrony, lagBytes, lagSeconds, null, null);
  }
}
