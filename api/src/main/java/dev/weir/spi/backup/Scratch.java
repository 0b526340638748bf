package dev.weir.spi.backup;

import dev.weir.api.Definition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A private server for the proof of a backup; ends, and forgets its data, when closed. */
public interface Scratch extends AutoCloseable {
  /** Its definition, on loopback; usable once {@link #start} has returned. */
  Definition definition();

  Supplier<@Nullable String> password();

  /** The data folder where the method restores into one; null where it restores into a server. */
  java.nio.file.@Nullable Path folder();

  /** Runs the server, if it does not run yet, and waits until it has recovered and answers. */
  void start(Work work);

  @Override
  void close();
}
