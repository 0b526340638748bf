package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Remedy;
import java.util.List;

/** Changes of the server's settings. */
final class Settings {
  private static final String RELOAD = "SELECT pg_reload_conf()";
  private static final String START = "-- then start the server again";

  private Settings() {}

  /** A change that takes effect at once; a superuser may have it applied. */
  static Remedy change(Look look, String setting, String value) {
    return new Remedy(
        List.of(set(setting, value), RELOAD),
        List.of(back(look, setting), RELOAD),
        look.server().superuser(),
        null);
  }

  /** A change that takes effect when the server is started again. */
  static Remedy restart(Look look, String setting, String value) {
    return Remedy.byHand(set(setting, value), START).undoneBy(back(look, setting), START);
  }

  /** What ALTER SYSTEM had set before is set again; what a file says comes back by itself. */
  private static String back(Look look, String setting) {
    Look.Setting now = look.setting(setting);
    return now.altered() ? set(setting, now.text()) : "ALTER SYSTEM RESET " + setting;
  }

  private static String set(String setting, String value) {
    return "ALTER SYSTEM SET " + setting + " = " + Names.literal(value);
  }
}
