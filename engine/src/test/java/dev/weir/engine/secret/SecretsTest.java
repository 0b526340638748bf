package dev.weir.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.CoreError;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @TempDir private Path home;

  @Test
  void aLiteralIsTheSecretItself() {
    assertThat(secrets().resolve(Secret.of("hunter2"))).isEqualTo("hunter2");
    assertThat(secrets().resolve(Secret.of(""))).isEmpty();
    assertThat(secrets().resolve(null)).isNull();
    assertThat(secrets().resolve(Secret.of("https://hooks.example.org/x")))
        .isEqualTo("https://hooks.example.org/x");
  }

  @Test
  void aVariableIsLookedUp() {
    assertThat(secrets().resolve(Secret.of("env://DB_PASSWORD"))).isEqualTo("hunter3");
    missing("env://NOTHING", "There is no secret in the environment variable NOTHING.");
  }

  @Test
  void aSealedSecretIsLookedUp() {
    new SealedFileSecrets(home, MasterKey.from(home, Map.of())).set("a", Secret.of("hunter4"));

    assertThat(secrets().resolve(Secret.of("sealed://a"))).isEqualTo("hunter4");
    missing("sealed://b", "`weir secret set b`");
  }

  @Test
  void aFileIsLookedUpEachTime() throws Exception {
    Path file = file("secret", "hunter5\n", "rw-------");
    Secret reference = Secret.of("file://" + file);

    assertThat(secrets().resolve(reference)).isEqualTo("hunter5");
    Files.writeString(file, "rotated\r\n");
    assertThat(secrets().resolve(reference)).isEqualTo("rotated");
    Files.writeString(file, "two\nlines\n\n");
    assertThat(secrets().resolve(reference)).isEqualTo("two\nlines\n");
    missing("file://" + home.resolve("none"), "There is no secret in the file ");
  }

  @Test
  void aFileThatEverybodyMayReadIsTakenAndOneThatEverybodyMayChangeIsRefused() throws Exception {
    Path readable = file("readable", "x", "rw-r--r--");
    Path writable = file("writable", "x", "rw-rw-rw-");

    assertThat(secrets().resolve(Secret.of("file://" + readable))).isEqualTo("x");
    unreadable("file://" + writable, "Everybody may change");
  }

  @Test
  void aFileThatIsNoSecretIsTold() throws Exception {
    Path large = file("large", "x".repeat(70_000), "rw-------");
    Path binary = file("binary", "", "rw-------");
    Files.write(binary, new byte[] {(byte) 0xff, 1});

    unreadable("file://" + large, "larger than 64 KiB");
    unreadable("file://" + binary, "not valid UTF-8");
    unreadable("file://" + home, "cannot be read");
  }

  @Test
  void aSchemeThatNobodyKnowsIsTold() {
    missing("vault://x", "No secret store for vault:// is installed");
  }

  @ParameterizedTest
  @CsvSource({
    "db1:5432:clinic:app,first",
    "db1:5432:other:app,second",
    "db2:1:x:app,third",
    "a\\:b:1:x:y,with:colon",
  })
  void libpqsPasswordFileAnswersWithTheFirstLineThatMatches(String entry, String expected)
      throws Exception {
    Path file =
        file(
            "pgpass",
            """
            # comment:1:2:3:no
            db1:5432:clinic:app:first
            db1:*:*:app:second
            *:*:*:app:third
            a\\:b:*:*:*:with:colon
            """,
            "rw-------");

    assertThat(secrets().resolve(Secret.of("pgpass://" + file + "#" + entry))).isEqualTo(expected);
  }

  @Test
  void libpqsPasswordFileIsRefusedWhenOthersMayReadIt() throws Exception {
    Path file = file("pgpass", "*:*:*:*:x", "rw-r-----");

    unreadable("pgpass://" + file + "#h:1:d:u", "chmod 600");
    missing("pgpass://" + home.resolve("none") + "#h:1:d:u", "the password file");
  }

  private void missing(String reference, String words) {
    fails(reference, CoreError.SECRET_MISSING, words);
  }

  private void unreadable(String reference, String words) {
    fails(reference, CoreError.SECRET_UNREADABLE, words);
  }

  private void fails(String reference, CoreError code, String words) {
    assertThatThrownBy(() -> secrets().resolve(Secret.of(reference)))
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  private Secrets secrets() {
    return Secrets.standard(home, Map.of("DB_PASSWORD", "hunter3"));
  }

  private Path file(String name, String text, String permissions) throws Exception {
    Path file = home.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }
}
