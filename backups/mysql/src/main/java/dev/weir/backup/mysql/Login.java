package dev.weir.backup.mysql;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.spi.backup.BackupSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How programs connect: by an options file that this user alone can read.
 *
 * @param work where that file is written
 */
record Login(Definition definition, Supplier<@Nullable String> password, Path work) {
  private static final int PORT = 3306;

  // A record's class file does not tell that its constructor takes suppliers of null.
  @SuppressWarnings("NullAway")
  static Login of(BackupSource source) {
    return new Login(source.definition(), source.password(), source.work());
  }

  /** A program that reads no options but ours. */
  Command command(Tools.Found program) throws IOException {
    Path file =
        PrivateFile.write(work.resolve("login-" + UUID.randomUUID() + ".cnf"), options(program));
    return Command.of(program.path().toString(), "--defaults-file=" + file)
        .without("MYSQL")
        .without("MARIADB");
  }

  private String options(Tools.Found program) {
    int port = definition.port() == 0 ? PORT : definition.port();
    StringBuilder lines = new StringBuilder("[client]\nprotocol=tcp\n");
    option(lines, "host", definition.host());
    option(lines, "port", Integer.toString(port));
    option(lines, "user", definition.user());
    option(lines, "password", password.get());
    option(lines, "ssl-ca", definition.tls().ca());
    option(lines, "ssl-cert", definition.tls().certificate());
    option(lines, "ssl-key", definition.tls().key());
    lines.append(program.version().mariadb() ? mariadb(definition.tls()) : mysql(definition.tls()));
    return lines.toString();
  }

  /** In quotes, where {@code #} begins no comment (dev.mysql.com, Using Option Files). */
  private static void option(StringBuilder lines, String name, @Nullable String value) {
    if (value != null) {
      String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
      lines.append(name).append("=\"").append(quoted).append("\"\n");
    }
  }

  private static String mariadb(Tls tls) {
    return switch (tls.mode()) {
      case DISABLE -> "skip-ssl\n";
      case PREFER -> "";
      case REQUIRE, VERIFY_CA -> "ssl\n";
      case VERIFY_FULL -> "ssl\nssl-verify-server-cert\n";
    };
  }

  private static String mysql(Tls tls) {
    return "ssl-mode="
        + switch (tls.mode()) {
          case DISABLE -> "DISABLED";
          case PREFER -> "PREFERRED";
          case REQUIRE -> "REQUIRED";
          case VERIFY_CA -> "VERIFY_CA";
          case VERIFY_FULL -> "VERIFY_IDENTITY";
        }
        + "\n";
  }
}
