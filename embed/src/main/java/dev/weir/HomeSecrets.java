package dev.weir;

import dev.weir.api.Secret;
import dev.weir.engine.secret.Secrets;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leads references to secrets; the stores are made when the first reference is met. */
final class HomeSecrets implements Function<Secret, @Nullable String> {
  private final Home home;
  private final Map<String, String> variables;
  private volatile @Nullable Secrets stores;

  HomeSecrets(Home home, Map<String, String> variables) {
    this.home = home;
    this.variables = variables;
  }

  @Override
  public @Nullable String apply(Secret secret) {
    return secret.isReference() ? stores().resolve(secret) : secret.reveal();
  }

  private synchronized Secrets stores() {
    Secrets made = stores;
    if (made == null) {
      made = Secrets.standard(home.folder(), variables);
      stores = made;
    }
    return made;
  }
}
