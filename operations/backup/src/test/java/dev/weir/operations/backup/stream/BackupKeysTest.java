package dev.weir.operations.backup.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import dev.weir.api.WeirException;
import dev.weir.engine.secret.MasterKey;
import dev.weir.engine.secret.SealedFileSecrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupKeysTest {
  private static final byte[] PLAIN = "what nobody shall read".getBytes(StandardCharsets.UTF_8);
  @TempDir Path home;

  private static byte[] encrypted(BackupKeys keys, String about) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = keys.encrypt(bytes, keys.current().orElseThrow(), about)) {
      out.write(PLAIN);
    }
    return bytes.toByteArray();
  }

  @Test
  void anyTinkReadsWhatWasEncryptedWithTheExportedKeys() throws Exception {
    BackupKeys keys = BackupKeys.generate();
    byte[] old = encrypted(keys, "id/file");
    BackupKeys rotated = keys.rotate();

    KeysetHandle exported =
        TinkJsonProtoKeysetFormat.parseKeyset(
            rotated.export().reveal(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    StreamingAead tink = exported.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);

    assertThat(
            tink.newDecryptingStream(
                    new ByteArrayInputStream(old), "id/file".getBytes(StandardCharsets.UTF_8))
                .readAllBytes())
        .isEqualTo(PLAIN);
  }

  @Test
  void whatBelongsToOneFileIsNotReadAsAnother() throws Exception {
    BackupKeys keys = BackupKeys.generate();
    byte[] one = encrypted(keys, "id/one");

    assertThatThrownBy(() ->
            keys.decrypt(new ByteArrayInputStream(one), keys.current().orElseThrow(), "id/other")
                .readAllBytes())
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void theyAreSealedInTheHomeAndReadableOnlyWithItsMasterKey() throws Exception {
    String master = MasterKey.generate();
    SealedFileSecrets secrets = new SealedFileSecrets(home, MasterKey.of(master));
    BackupKeys keys = BackupKeys.orCreate(secrets);

    assertThat(BackupKeys.orCreate(secrets).ids()).isEqualTo(keys.ids());
    assertThat(BackupKeys.in(new SealedFileSecrets(home, MasterKey.of(master))).ids())
        .isEqualTo(keys.ids());
    assertThatThrownBy(
            () -> BackupKeys.in(new SealedFileSecrets(home, MasterKey.of(MasterKey.generate()))))
        .isInstanceOf(WeirException.class);
    String file = Files.readString(home.resolve("secrets.json"));
    assertThat(file).doesNotContain("AesGcmHkdfStreaming").doesNotContain(keys.ids().getFirst());
  }

  @Test
  void aHomeWithoutKeysHasNone() {
    SealedFileSecrets secrets = new SealedFileSecrets(home, MasterKey.from(home, Map.of()));

    assertThat(BackupKeys.in(secrets).isEmpty()).isTrue();
    assertThat(BackupKeys.NONE.current()).isEmpty();
  }
}
