package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.SearchPath;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One server's backups in pgBackRest.
 *
 * @param config the absolute path of pgBackRest's configuration
 */
record Stanza(String name, Path config) {
  private static final String PROGRAM = "pgbackrest";
  private static final List<Path> CONFIGS =
      List.of(Path.of("/etc/pgbackrest/pgbackrest.conf"), Path.of("/etc/pgbackrest.conf"));

  static Stanza of(Map<String, String> options) {
    String named = options.get("config");
    Path config =
        named == null
            ? CONFIGS.stream().filter(Files::exists).findFirst().orElse(CONFIGS.getFirst())
            : Path.of(named);
    return new Stanza(options.getOrDefault("stanza", "main"), config.toAbsolutePath());
  }

  static Requirement requirement() {
    return SearchPath.find(PROGRAM)
        .map(path -> Requirement.ok(PROGRAM, "pgBackRest is at " + path + "."))
        .orElseGet(() ->
            Requirement.missing(
                PROGRAM, "pgBackRest is not installed.", "Install the package pgbackrest."));
  }

  Command command() {
    Path program =
        SearchPath.find(PROGRAM)
            .orElseThrow(() ->
                Failed.because(
                    PostgresBackupError.TOOL,
                    "pgBackRest is not installed. Install the package pgbackrest."));
    // Errors come on the standard error, where they are kept for messages.
    return Command.of(program.toString(), "--config=" + config, "--stanza=" + name)
        .with("--log-level-stderr=error");
  }

  /** Whether pgBackRest knows it and can use its repository. */
  Requirement status() throws IOException {
    Map<?, ?> status = (Map<?, ?>) Objects.requireNonNull(info().get("status"));
    Object code = status.get("code");
    // 2 is "no valid backups", which is what a first backup is for.
    return "0".equals(String.valueOf(code)) || "2".equals(String.valueOf(code))
        ? Requirement.ok("stanza", "pgBackRest knows the stanza " + name + ".")
        : Requirement.missing(
            "stanza",
            "pgBackRest says of the stanza " + name + ": " + status.get("message") + ".",
            "Run pgbackrest --stanza="
                + name
                + " stanza-create, with the configuration "
                + config
                + ".");
  }

  /** What {@code info --output=json} tells of it. */
  Map<?, ?> info() throws IOException {
    String json = command().with("--output=json", "--log-level-console=off", "info").run();
    Object all = new Load(LoadSettings.builder().build()).loadFromString(json);
    if (all instanceof List<?> stanzas
        && !stanzas.isEmpty()
        && stanzas.getFirst() instanceof Map<?, ?> stanza) {
      return stanza;
    }
    throw Failed.because(
        PostgresBackupError.PROGRAM, "pgBackRest told nothing of the stanza " + name + ".");
  }

  /** One backup, by its label. */
  Map<?, ?> backup(String label) throws IOException {
    if (info().get("backup") instanceof List<?> backups) {
      for (Object backup : backups) {
        if (backup instanceof Map<?, ?> found && label.equals(found.get("label"))) {
          return found;
        }
      }
    }
    throw Failed.because(
        PostgresBackupError.CONTENT,
        "pgBackRest has no backup " + label + " of the stanza " + name + " any more.");
  }

  /** A value inside, by the names that lead to it. */
  static String at(Map<?, ?> from, String... names) {
    Object value = from;
    for (String name : names) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return String.valueOf(value);
  }
}
