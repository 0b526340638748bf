package dev.weir.server.query;

import dev.weir.Weir;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.OpenDatabase;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The databases of the catalog, by name; a URL is none of them here, whoever sends it. */
@Component
public final class Databases {
  private final Weir weir;

  Databases(Weir weir) {
    this.weir = weir;
  }

  /**
   * The database of this name.
   *
   * @throws Rejected with {@code WEIR-001}
   */
  public OpenDatabase named(String name) {
    if (!weir.engine().definitions().containsKey(name)) {
      throw Rejected.because(
          CoreError.UNKNOWN_DATABASE, "The catalog has no database of the name " + name + ".");
    }
    return weir.engine().database(name);
  }

  /** The names of all of them. */
  public Set<String> names() {
    return weir.engine().definitions().keySet();
  }
}
