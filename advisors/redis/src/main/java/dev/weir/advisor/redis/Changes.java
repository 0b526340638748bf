package dev.weir.advisor.redis;

import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.List;

/** Changes of the server's settings, written to its file where it has one. */
final class Changes {
  private Changes() {}

  /** A change that {@code apply} may make. */
  static Remedy of(Look look, String setting, String value) {
    return new Remedy(
        commands(look, setting, value), commands(look, setting, look.setting(setting)), true, null);
  }

  private static List<String> commands(Look look, String setting, String value) {
    List<String> commands = new ArrayList<>();
    commands.add("CONFIG SET " + setting + " " + (value.isEmpty() ? "\"\"" : value));
    if (!look.text("config_file").isEmpty()) {
      commands.add("CONFIG REWRITE");
    }
    return commands;
  }

  /** The same, done by a person. */
  static Remedy byHand(Look look, String setting, String value) {
    Remedy remedy = of(look, setting, value);
    return new Remedy(remedy.commands(), remedy.undo(), false, null);
  }
}
