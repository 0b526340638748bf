package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes one PostgreSQL the streaming standby of another; both must be of one version. */
public final class Standby {
  private Standby() {}

  /** Gives the standby the primary's data, taken while both are down, and has it follow. */
  public static void follow(DatabaseServer primary, DatabaseServer standby)
      throws IOException, InterruptedException {
    primary.stop();
    standby.stop();
    Path data = standby.dataDirectory();
    String configuration = Files.readString(data.resolve("postgresql.conf"));
    shell("rm -rf \"$1\"/* && cp -a \"$0\"/. \"$1\"/", primary.dataDirectory(), data);
    Files.writeString(data.resolve("postgresql.conf"), configuration);
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres password=%s'%n"
            .formatted(primary.port(), Engine.ADMIN_PASSWORD),
        StandardOpenOption.APPEND);
    Files.createFile(data.resolve("standby.signal"));
    shell("chown --reference=\"$0\" \"$1\"/standby.signal", data.resolve("PG_VERSION"), data);
    primary.start();
    standby.start();
  }

  private static void shell(String script, Path first, Path second)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script, first.toString(), second.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("The standby could not be made: " + script);
    }
  }
}
