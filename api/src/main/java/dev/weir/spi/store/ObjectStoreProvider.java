package dev.weir.spi.store;

import dev.weir.api.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens one kind of object store. Found by {@link java.util.ServiceLoader}; cheap to create, and
 * must not load a client's library before {@link #open}.
 */
public interface ObjectStoreProvider {
  /** The schemes of the locations it opens, such as {@code s3}. */
  Set<String> schemes();

  /**
   * The options it knows, each with a sentence on what it does; {@code *} for those it passes on.
   */
  Map<String, String> options();

  /**
   * Problems of a location and its options that show without a connection, each a sentence that
   * says what to do.
   */
  List<String> check(URI location, Map<String, Secret> options);

  /**
   * Opens the store.
   *
   * @param location such as {@code s3://bucket/prefix}
   * @param options with references to secrets resolved already
   */
  ObjectStore open(URI location, Map<String, Secret> options);
}
