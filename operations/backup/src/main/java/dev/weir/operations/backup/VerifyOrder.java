package dev.weir.operations.backup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backup shall be verified.
 *
 * @param restore true restores it into a scratch server besides reading all of it
 * @param checks that must hold in the restored database
 * @param from the location of the repository; null for the primary
 */
public record VerifyOrder(boolean restore, List<SqlCheck> checks, @Nullable String from) {
  /** Reads all of it and compares the checksums. */
  public static final VerifyOrder CHECKSUMS = new VerifyOrder(false, List.of(), null);

  /** Restores it, too, and compares what is there with what was. */
  public static final VerifyOrder RESTORE = new VerifyOrder(true, List.of(), null);

  public VerifyOrder {
    checks = List.copyOf(checks);
  }
}
