package dev.weir.connector.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every command of Redis, read once from {@code commands.txt}. */
final class CommandTable {
  private static final Map<String, CommandSpec> SPECS = read();

  private CommandTable() {}

  /** What is known of a command; null when it is not of Redis, or its name is a parameter. */
  static @Nullable CommandSpec find(CommandLine command) {
    CommandSpec spec = SPECS.get(command.upper(0));
    return spec == null && command.words().size() > 1
        ? SPECS.get(command.upper(0) + " " + command.upper(1))
        : spec;
  }

  static Collection<CommandSpec> all() {
    return SPECS.values();
  }

  private static Map<String, CommandSpec> read() {
    try (InputStream in =
        Objects.requireNonNull(CommandTable.class.getResourceAsStream("commands.txt"))) {
      Map<String, CommandSpec> specs = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && line.charAt(0) != '#')
          .map(CommandSpec::parse)
          .forEach(spec -> specs.put(spec.name(), spec));
      return Map.copyOf(specs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
