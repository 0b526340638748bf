package dev.weir.operations.backup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the real openssl. */
class OpenSslTest {
  private static final Secret PASSPHRASE = Secret.of("käse & \"brot\"");
  @TempDir Path folder;

  @BeforeEach
  void opensslIsHere() {
    assumeThat(Path.of("/usr/bin/openssl")).as("openssl is installed").exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-pbkdf2", "", "-md md5", "-pbkdf2 -iter 10000 -md sha256"})
  void everyWayOfOlderScriptsIsRead(String options) throws Exception {
    String dump = "create table items (id int);\n".repeat(10_000);
    Path file = encrypted(dump, "gzip -c", options);

    assertThat(read(file, PASSPHRASE)).isEqualTo(dump);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 1007, 1008, 1023, 1024, 1025, 100_000})
  void everyLengthIsRead(int length) throws Exception {
    String dump = "x".repeat(length);
    Path file = encrypted(dump, "cat", "-pbkdf2");

    assertThat(read(file, PASSPHRASE)).isEqualTo(dump);
  }

  @Test
  void anotherPassphraseIsRefused() throws Exception {
    Path file = encrypted("select 1;\n".repeat(1000), "cat", "-pbkdf2");

    assertRefused(file, Secret.of("other"), "passphrase");
    assertRefused(file, null, "no passphrase");
  }

  @Test
  void aCutFileIsNoticed() throws Exception {
    Path file = encrypted("select 1;\n".repeat(1000), "cat", "-pbkdf2");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 16));

    assertRefused(file, PASSPHRASE, "damaged");
  }

  @Test
  void whatIsNotEncryptedIsReadToo() throws Exception {
    Path file = folder.resolve("dump.sql.gz");
    run("printf 'select 1;' | gzip -c > " + file);

    assertThat(read(file, null)).isEqualTo("select 1;");
  }

  private static void assertRefused(Path file, @Nullable Secret passphrase, String words) {
    assertThatThrownBy(() -> read(file, passphrase))
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> {
              assertThat(error.code()).isEqualTo(BackupError.UNREADABLE_IMPORT);
              assertThat(error).hasMessageContaining(words);
            });
  }

  private static String read(Path file, @Nullable Secret passphrase) throws IOException {
    try (InputStream in = Imports.open(file, passphrase)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path encrypted(String content, String filter, String options) throws Exception {
    Path plain = Files.writeString(folder.resolve("dump.sql"), content);
    Path passphrase = Files.writeString(folder.resolve("passphrase"), PASSPHRASE.reveal());
    Path file = folder.resolve("dump.enc");
    run(
        "%s < %s | openssl enc -aes-256-cbc -salt %s -pass file:%s -out %s 2>/dev/null"
            .formatted(filter, plain, options, passphrase, file));
    return file;
  }

  private static void run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(command).isZero();
  }
}
