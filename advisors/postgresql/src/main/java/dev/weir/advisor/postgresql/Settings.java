package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Remedy;
import java.util.List;

/** Changes of the server's settings. */
final class Settings {
  private Settings() {}

  /** A change that takes effect at once; a superuser may have it applied. */
  static Remedy change(Look look, String setting, String value) {
    List<String> commands =
        List.of(
            "ALTER SYSTEM SET " + setting + " = " + Names.literal(value),
            "SELECT pg_reload_conf()");
    List<String> undo = List.of("ALTER SYSTEM RESET " + setting, "SELECT pg_reload_conf()");
    return new Remedy(commands, undo, look.server().superuser(), null);
  }

  /** A change that takes effect when the server is started again. */
  static Remedy restart(String setting, String value) {
    return Remedy.byHand(
            "ALTER SYSTEM SET " + setting + " = " + Names.literal(value),
            "-- then start the server again")
        .undoneBy("ALTER SYSTEM RESET " + setting, "-- then start the server again");
  }
}
