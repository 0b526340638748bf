package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a physical backup needs of the server and of this machine. */
final class PhysicalNeeds {
  private PhysicalNeeds() {}

  static List<Requirement> of(BackupSource source) {
    Database database = source.database();
    ServerFacts facts = ServerFacts.of(database);
    List<Requirement> found = new ArrayList<>();
    found.add(Tools.of(facts.version(), source.options()).backup());
    found.add(files(database));
    found.add(privileges(database));
    found.add(log(facts));
    return found;
  }

  private static Requirement files(Database database) {
    String[] told =
        database
            .query("select @@hostname, @@datadir")
            .first(row -> new String[] {text(row.text(0)), text(row.text(1))})
            .orElseThrow();
    if (!here(told[0])) {
      return Requirement.missing(
          "datadir",
          "The server runs on the machine " + told[0] + ", and its files are there.",
          "Run Weir there, or take a dump with the method mysqldump.");
    }
    return Files.isReadable(Path.of(told[1], "ibdata1"))
        ? Requirement.ok("datadir", "The server's files are in " + told[1] + ".")
        : Requirement.missing(
            "datadir",
            "The server's files in " + told[1] + " cannot be read.",
            "Run Weir as the server's user or as root.");
  }

  /** Whether that is this machine's name. */
  static boolean here(String host) {
    return Stream.of(System.getenv("HOSTNAME"), file("/proc/sys/kernel/hostname"), local())
        .anyMatch(host::equals);
  }

  private static String file(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String local() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "";
    }
  }

  private static Requirement privileges(Database database) {
    List<String> has =
        Tables.names(
            database,
            Statement.of(
                "select distinct privilege_type from information_schema.user_privileges where"
                    + " grantee = concat('''', replace(current_user(), '@', '''@'''), '''')"));
    List<String> lacks =
        Stream.of("RELOAD", "PROCESS", "LOCK TABLES", "BINLOG MONITOR")
            .filter(each -> !has.contains(each))
            .toList();
    return lacks.isEmpty()
        ? Requirement.ok("privilege", "The user may back the server up.")
        : Requirement.missing(
            "privilege",
            "The user lacks " + String.join(", ", lacks) + ".",
            "Run GRANT " + String.join(", ", lacks) + " ON *.* for it as an administrator.");
  }

  private static Requirement log(ServerFacts facts) {
    return facts.log()
        ? Requirement.ok("binlog", "The server writes a binary log.")
        : Requirement.warning(
            "binlog",
            "The server writes no binary log, so the backup restores its own moment only.",
            "Set log_bin for point-in-time recovery.");
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return String.valueOf(value);
  }
}
