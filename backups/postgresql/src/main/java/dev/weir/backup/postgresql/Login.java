package dev.weir.backup.postgresql;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.spi.backup.BackupSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * How programs log in: everything in their environment, the password in a private file of the
 * working folder.
 */
final class Login {
  private static final int PORT = 5432;

  private final Definition definition;
  private final Map<String, String> environment;

  private Login(Definition definition, Map<String, String> environment) {
    this.definition = definition;
    this.environment = environment;
  }

  static Login of(BackupSource source) throws IOException {
    Definition definition = source.definition();
    Map<String, String> environment = new HashMap<>();
    environment.put("PGHOST", definition.host());
    environment.put("PGPORT", String.valueOf(definition.port() == 0 ? PORT : definition.port()));
    if (definition.user() != null) {
      environment.put("PGUSER", definition.user());
    }
    environment.put("PGAPPNAME", "weir backup");
    environment.put("PGCLIENTENCODING", "UTF8");
    environment.put(
        "PGCONNECT_TIMEOUT",
        String.valueOf(Math.max(2, definition.timeouts().connect().toSeconds())));
    tls(definition.tls(), environment);
    String password = source.password().get();
    environment.put("PGPASSFILE", passwordFile(source.work(), password).toString());
    return new Login(definition, environment);
  }

  private static void tls(Tls tls, Map<String, String> environment) {
    environment.put("PGSSLMODE", tls.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (tls.ca() != null) {
      environment.put("PGSSLROOTCERT", tls.ca());
    } else if (tls.mode().compareTo(Tls.Mode.VERIFY_CA) >= 0) {
      environment.put("PGSSLROOTCERT", "/etc/ssl/certs/ca-certificates.crt");
    }
    if (tls.certificate() != null) {
      environment.put("PGSSLCERT", tls.certificate());
    }
    if (tls.key() != null) {
      environment.put("PGSSLKEY", tls.key());
    }
  }

  /** One that is empty keeps the program from looking into the user's home. */
  private static Path passwordFile(Path work, @org.jspecify.annotations.Nullable String password)
      throws IOException {
    String line =
        password == null
            ? ""
            : "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n";
    return PrivateFile.write(work.resolve("login-" + UUID.randomUUID()), line);
  }

  /** The same server for {@code program}, which is to connect to the definition's database. */
  Command connect(Command program) {
    return connect(program, definition.database());
  }

  Command connect(Command program, String database) {
    return program.environment(environment).environment(Map.of("PGDATABASE", database));
  }

  String database() {
    return definition.database();
  }

  Definition definition() {
    return definition;
  }
}
