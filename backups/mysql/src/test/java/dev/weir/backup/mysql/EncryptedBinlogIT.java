package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MariaDB that encrypts its binary log with keys of its own. */
class EncryptedBinlogIT {
  @TempDir Path folder;

  @Test
  void it_is_refused_by_name_and_not_archived() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "1;" + "0f".repeat(32) + "\n");
    Site site = new Site(folder);
    try (ScratchServer server =
        ScratchServer.start(
            ServerProgram.of(Version.ofServer("0.0.0-MariaDB"), null),
            Files.createDirectory(folder.resolve("server")),
            List.of(
                "--log-bin=mb",
                "--server-id=1",
                "--plugin-load-add=file_key_management",
                "--file-key-management-filename=" + keys,
                "--encrypt-binlog=ON"),
            site.work)) {
      BackupSource source = site.open(server);
      source.database().update(Site.MARKS);

      assertThatThrownBy(() -> new MysqlDump().collectLog(source, site.log, site.work))
          .isInstanceOfSatisfying(
              WeirException.class,
              error -> assertThat(error.code()).isEqualTo(MysqlBackupError.LOG_FILE))
          .hasMessageContaining("mb.000001")
          .hasMessageContaining("encrypted");
      assertThat(site.log.segments()).isEmpty();
    } finally {
      site.close();
    }
  }
}
