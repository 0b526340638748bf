package dev.weir.server.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts sign-ins by password since the server has started, by how they ended. */
@Component
public final class SignIns {
  private final Counter accepted;
  private final Counter refused;

  SignIns(MeterRegistry registry) {
    this.accepted = counter(registry, "ok");
    this.refused = counter(registry, "refused");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("weir.sign.ins")
        .description("Sign-ins by password, by how they ended.")
        .tag("outcome", outcome)
        .register(registry);
  }

  void accepted() {
    accepted.increment();
  }

  void refused() {
    refused.increment();
  }

  /** How many were refused. */
  public double refusals() {
    return refused.count();
  }
}
