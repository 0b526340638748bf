package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Where things lie in a repository: the keys of its objects. */
final class Places {
  static final String REPOSITORY = "weir-repository.json";
  static final String BACKUPS = "backups/";
  static final String LOGS = "logs/";
  static final String LEASES = "leases/";
  static final String RESTORES = "restores/";
  static final String MANIFEST = "manifest.json";
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9._-]{0,199}[A-Za-z0-9_-]");

  private Places() {}

  static String database(String database) {
    if (!DATABASE.matcher(database).matches()) {
      throw BackupError.INVALID_NAME.because(
          "The name of a database consists of letters, digits, '.', '-' and '_'; it is "
              + database
              + ".");
    }
    return BACKUPS + database + "/";
  }

  static String backup(String database, String id) {
    return database(database) + id + "/";
  }

  static String manifest(String database, String id) {
    return backup(database, id) + MANIFEST;
  }

  static String logs(String database) {
    return LOGS + database(database).substring(BACKUPS.length());
  }

  /**
   * The name of a file as part of a key: bytes that a key must not have become {@code =XX}, and so
   * does a dot that would make a part {@code .} or {@code ..}.
   */
  static String encoded(String name) {
    StringBuilder key = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.isEmpty()) {
        throw BackupError.INVALID_NAME.because(
            "A file of a backup has no name, or a name with an empty part: '" + name + "'.");
      }
      key.append(key.isEmpty() ? "" : "/");
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        boolean dotAtEnd = bytes[i] == '.' && i == bytes.length - 1;
        boolean plain = plain(bytes[i]) && !dotAtEnd;
        key.append(plain ? String.valueOf((char) bytes[i]) : "=%02X".formatted(bytes[i] & 0xFF));
      }
    }
    return key.toString();
  }

  private static boolean plain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "._+@-".indexOf(b) >= 0;
  }
}
