package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.repository.Manifest.Proof;
import dev.weir.operations.backup.retention.Retention;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Manifests made by hand. */
public final class SampleManifests {
  private SampleManifests() {}

  /** Writes manifests that differ from one by their ids alone. */
  public static void putLike(Repository repository, Manifest one, int many) {
    for (int i = 0; i < many; i++) {
      Manifest like =
          new Manifest(
              one.repository(),
              "20260101T%06dZ-0000".formatted(i),
              one.database(),
              one.type(),
              one.environment(),
              one.method(),
              one.level(),
              one.base(),
              one.scope(),
              one.server(),
              one.started().minusSeconds(1 + i),
              one.consistentAt().minusSeconds(1 + i),
              one.finished().minusSeconds(i),
              one.position(),
              one.sizes(),
              one.compression(),
              one.encryption(),
              one.files(),
              one.tallies(),
              one.tallied(),
              one.labels(),
              one.facts(),
              one.hold(),
              one.proofs(),
              one.weir());
      repository.put(like, dev.weir.spi.store.ObjectStore.Mode.NEW);
    }
  }

  public static Manifest full(String id, Instant at) {
    return of(id, at, Level.FULL, null, Map.of());
  }

  public static Manifest safety(String id, Instant at) {
    return of(id, at, Level.FULL, null, Map.of(Retention.SAFETY_LABEL, "x"));
  }

  public static Manifest proven(String id, Instant at) {
    return full(id, at).with(proof(at, true));
  }

  public static Manifest bad(String id, Instant at) {
    return full(id, at).with(proof(at, false));
  }

  private static Proof proof(Instant at, boolean good) {
    Finding finding =
        new Finding(
            "tally",
            "public.items",
            good ? Finding.Outcome.OK : Finding.Outcome.FAILED,
            "Zeilen: größer \"als\" <erwartet> & \u20ac.");
    return new Proof(at, Proof.RESTORE, good, 120, 80, List.of(finding));
  }

  public static Manifest of(
      String id, Instant at, Level level, @Nullable String base, Random random) {
    Manifest manifest = of(id, at, level, base, Map.of());
    if (random.nextInt(4) == 0) {
      manifest = manifest.with(proof(at, random.nextInt(3) > 0));
    }
    return random.nextInt(15) == 0
        ? manifest.with(new Manifest.Hold("case 7", "judge", at, random.nextBoolean() ? null : at))
        : manifest;
  }

  public static Manifest of(
      String id, Instant at, Level level, @Nullable String base, Map<String, String> labels) {
    return new Manifest(
        "5e5c4d6e-0000-4000-8000-000000000000",
        id,
        "clinic",
        "POSTGRESQL",
        "PRODUCTION",
        "pg_dump",
        level,
        base,
        new Scope.OneTable("public", "items"),
        new Manifest.Server("15.19", "127.0.0.1", 5432, "clinic"),
        at,
        at,
        at.plus(Duration.ofSeconds(12)),
        Map.of("start-lsn", "0/3000028"),
        new Manifest.Sizes(1_000_000, 900_000, 200_000),
        Compression.ZSTD,
        null,
        List.of(
            new StoredFile(
                "dump.pgc",
                "content/dump.pgc.zst",
                900_000,
                "aa".repeat(32),
                200_000,
                "bb".repeat(32),
                Compression.ZSTD,
                null)),
        List.of(new Tally("public.items", 1000, "h")),
        "",
        labels,
        Map.of("pg_dump", "15.19"),
        null,
        List.of(),
        "test");
  }
}
