package dev.weir.api;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, for whom and through which service; bound to a scope, never to a thread.
 *
 * @param tenant null where no tenant is meant
 * @param service the share of connections to use; {@code default} where nothing else is said
 * @param correlation the id that ties a request's log lines, spans and audit entries together; null
 *     to have one made
 */
public record Caller(
    Principal principal, @Nullable String tenant, String service, @Nullable String correlation) {
  /** The application itself, for no tenant. */
  public static final Caller APPLICATION = new Caller(Principal.APPLICATION, null, "default", null);

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** The caller of the scope that runs now. */
  public static Caller current() {
    return CURRENT.orElse(APPLICATION);
  }

  public static Caller of(Principal principal) {
    return new Caller(principal, null, "default", null);
  }

  public Caller tenant(@Nullable String changed) {
    return new Caller(principal, changed, service, correlation);
  }

  public Caller service(String changed) {
    return new Caller(principal, tenant, changed, correlation);
  }

  public Caller correlation(String changed) {
    return new Caller(principal, tenant, service, changed);
  }

  /** Runs {@code work} as this caller. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /** Runs {@code work} as this caller and answers what it answers. */
  public <T> T call(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }
}
