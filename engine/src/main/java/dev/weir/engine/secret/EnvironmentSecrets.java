package dev.weir.engine.secret;

import dev.weir.spi.SecretStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Secrets in environment variables: {@code env://NAME}. */
public final class EnvironmentSecrets implements SecretStore {
  private final Map<String, String> variables;

  public EnvironmentSecrets(Map<String, String> variables) {
    this.variables = variables;
  }

  @Override
  public String scheme() {
    return "env";
  }

  @Override
  public @Nullable String resolve(String reference) {
    return variables.get(reference);
  }

  @Override
  public String place(String reference) {
    return "the environment variable " + reference;
  }
}
