package dev.weir.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction runs.
 *
 * @param isolation the engine's own default where {@link Isolation#DEFAULT}
 * @param attempts how often the whole body may run when the database asks for it (1 = never again)
 * @param timeout for the whole transaction; null for the database's own
 * @param tenant on whose behalf; null for the caller's
 * @param service which service asks; null for the caller's
 */
public record TransactionOptions(
    Isolation isolation,
    boolean readOnly,
    int attempts,
    @Nullable Duration timeout,
    @Nullable String tenant,
    @Nullable String service) {
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(Isolation.DEFAULT, false, 3, null, null, null);

  public TransactionOptions {
    if (attempts < 1) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "attempts must be 1 or more; it is " + attempts + ".");
    }
  }

  public TransactionOptions isolation(Isolation changed) {
    return new TransactionOptions(changed, readOnly, attempts, timeout, tenant, service);
  }

  public TransactionOptions readOnly(boolean changed) {
    return new TransactionOptions(isolation, changed, attempts, timeout, tenant, service);
  }

  public TransactionOptions attempts(int changed) {
    return new TransactionOptions(isolation, readOnly, changed, timeout, tenant, service);
  }

  public TransactionOptions timeout(Duration changed) {
    return new TransactionOptions(isolation, readOnly, attempts, changed, tenant, service);
  }

  public TransactionOptions tenant(String changed) {
    return new TransactionOptions(isolation, readOnly, attempts, timeout, changed, service);
  }

  public TransactionOptions service(String changed) {
    return new TransactionOptions(isolation, readOnly, attempts, timeout, tenant, changed);
  }
}
