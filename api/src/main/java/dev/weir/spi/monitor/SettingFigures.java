package dev.weir.spi.monitor;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A setting in force. The values of those that hold secrets are told as {@code ***}.
 *
 * @param source where it comes from, such as {@code default} or {@code configuration file}
 * @param restart true when a changed value waits for a restart
 */
public record SettingFigures(
    String name, String value, @Nullable String unit, String source, boolean restart) {
  private static final Set<String> SECRET =
      Set.of("requirepass", "masterauth", "masteruser", "primary_conninfo", "restore_command");

  public SettingFigures {
    if (!value.isEmpty() && isSecret(name.toLowerCase(Locale.ROOT))) {
      value = "***";
    }
  }

  private static boolean isSecret(String name) {
    return SECRET.contains(name)
        || name.contains("passphrase")
        || name.contains("secret")
        || name.endsWith("password")
        || name.endsWith("key-file-pass");
  }
}
