package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a definition holds. */
final class DefinitionOptions {
  @Option(names = "--user", paramLabel = "NAME", description = "The database's user.")
  private @Nullable String user;

  @Option(names = "--password", description = "Ask for the password, and seal it.")
  private boolean password;

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input, and seal it.")
  private boolean passwordStdin;

  @Option(
      names = "--password-ref",
      paramLabel = "REFERENCE",
      description = "Where the password is kept: env://NAME, file:///PATH or sealed://NAME.")
  private @Nullable String reference;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of weir.yaml, such as pool.max-size=20; an empty value removes it.")
  private List<String> set = new ArrayList<>();

  /** The keys as {@code weir.yaml} names them; a secret is sealed, and told as its reference. */
  Map<String, @Nullable String> keys(Cli cli, String database) {
    Map<String, @Nullable String> keys = new LinkedHashMap<>();
    if (user != null) {
      keys.put("user", user);
    }
    for (String each : set) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw wrong("--set takes KEY=VALUE.");
      }
      String key = each.substring(0, equals);
      if (key.matches("(?i).*(password|secret|passphrase).*")) {
        throw wrong("A password is not given as an argument; use --password or --password-ref.");
      }
      String value = each.substring(equals + 1);
      keys.put(key, value.isEmpty() ? null : value);
    }
    String kept = password(cli, database);
    if (kept != null) {
      keys.put("password", kept);
    }
    return keys;
  }

  private @Nullable String password(Cli cli, String database) {
    if (reference != null) {
      if (!Secret.of(reference).isReference()) {
        throw wrong("--password-ref takes a reference such as env://NAME, never the password.");
      }
      return reference;
    }
    if (!password && !passwordStdin) {
      return null;
    }
    String name = "databases/" + database;
    Secret typed = Passwords.read(cli, "Password of " + database, passwordStdin);
    new ChangeAudit(cli).of("secret set", name, () -> cli.workspace().sealed().set(name, typed));
    typed.wipe();
    return "sealed://" + name;
  }

  private static Rejected wrong(String why) {
    return Rejected.because(CoreError.INVALID_OPTION, why);
  }
}
