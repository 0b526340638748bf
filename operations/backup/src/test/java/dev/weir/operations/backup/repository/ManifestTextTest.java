package dev.weir.operations.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.stream.BackupKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTextTest {
  private static final Instant AT = Instant.parse("2026-11-21T13:24:55.123456Z");
  private final Manifest plain = SampleManifests.proven("20261121T132455Z-7f3a", AT);

  private static Manifest sealed(BackupKeys keys) {
    Manifest plain = SampleManifests.proven("20261121T132455Z-7f3a", AT);
    return new Manifest(
        plain.repository(),
        plain.id(),
        plain.database(),
        plain.type(),
        plain.environment(),
        plain.method(),
        plain.level(),
        plain.base(),
        plain.scope(),
        plain.server(),
        plain.started(),
        plain.consistentAt(),
        plain.finished(),
        plain.position(),
        plain.sizes(),
        plain.compression(),
        new Manifest.Encryption(BackupKeys.ALGORITHM, keys.current().orElseThrow()),
        plain.files(),
        plain.tallies(),
        plain.tallied(),
        plain.labels(),
        plain.facts(),
        plain.hold(),
        plain.proofs(),
        plain.weir());
  }

  @Test
  void whatIsWrittenIsRead() {
    byte[] text = ManifestText.write(plain, BackupKeys.NONE);

    assertThat(ManifestText.read(text, BackupKeys.NONE, "here")).isEqualTo(plain);
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] text = ManifestText.write(plain, BackupKeys.NONE);

    for (int i = 0; i < text.length * 8; i++) {
      byte[] flipped = text.clone();
      flipped[i / 8] ^= (byte) (1 << (i % 8));
      int bit = i;
      assertThatThrownBy(() -> ManifestText.read(flipped, BackupKeys.NONE, "here"))
          .as(() -> "bit " + bit + " of " + new String(flipped, StandardCharsets.UTF_8))
          .isInstanceOfSatisfying(
              WeirException.class,
              error ->
                  assertThat(error.code())
                      .isIn(BackupError.MANIFEST_DAMAGED, BackupError.NEWER_FORMAT));
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] text = ManifestText.write(plain, BackupKeys.NONE);

    for (int length = 0; length < text.length - 1; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(text, length);
      assertThatThrownBy(() -> ManifestText.read(cut, BackupKeys.NONE, "here"))
          .isInstanceOf(WeirException.class);
    }
  }

  @Test
  void whoHasNotTheKeyCannotMakeAManifest() {
    BackupKeys keys = BackupKeys.generate();
    String text = new String(ManifestText.write(sealed(keys), keys), StandardCharsets.UTF_8);
    String mac = text.replaceFirst("(?s).*\"hmac\" : \"([0-9a-f]{64})\".*", "$1");
    byte[] forged = text.replace(mac, "0".repeat(64)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ManifestText.read(forged, keys, "here"))
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> assertThat(error.code()).isEqualTo(BackupError.NOT_AUTHENTIC));
    assertThat(ManifestText.read(text.getBytes(StandardCharsets.UTF_8), keys, "here"))
        .isEqualTo(sealed(keys));
  }

  @Test
  void withoutTheKeyTheChecksumStands() {
    BackupKeys keys = BackupKeys.generate();
    byte[] text = ManifestText.write(sealed(keys), keys);

    assertThat(ManifestText.read(text, BackupKeys.NONE, "here")).isEqualTo(sealed(keys));
  }

  @Test
  void theSealIsWhatJqAndSha256sumPrint(@TempDir Path folder) throws Exception {
    assumeThat(Path.of("/usr/bin/jq")).as("jq is installed").exists();
    Path file = folder.resolve("manifest.json");
    Files.write(file, ManifestText.write(plain, BackupKeys.NONE));

    String seal = run("jq -rj .seal.sha256 " + file);
    String sum = run("jq -cjS 'del(.seal)' " + file + " | sha256sum | cut -d' ' -f1 | tr -d '\\n'");

    assertThat(sum).isEqualTo(seal).hasSize(64);
  }

  private static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
