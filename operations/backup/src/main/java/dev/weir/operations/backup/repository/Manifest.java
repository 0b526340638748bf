package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.stream.Compression;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself. Immutable; {@code docs/backup-format.md} describes it as it is
 * written.
 *
 * @param database the name in the catalog
 * @param base the id of the backup that it builds on; null for a full one
 * @param consistentAt the moment whose state it holds
 * @param position in the engine's log, in the engine's own words
 * @param encryption null when it is not encrypted
 * @param tallied why there are no tallies; empty when there are
 * @param facts what else the method tells
 * @param hold null when it is not under legal hold
 * @param proofs each verification so far, the oldest first
 * @param weir the version that wrote it
 */
public record Manifest(
    String repository,
    String id,
    String database,
    String type,
    String environment,
    String method,
    Level level,
    @Nullable String base,
    Scope scope,
    Server server,
    Instant started,
    Instant consistentAt,
    Instant finished,
    Map<String, String> position,
    Sizes sizes,
    Compression compression,
    @Nullable Encryption encryption,
    List<StoredFile> files,
    List<Tally> tallies,
    String tallied,
    Map<String, String> labels,
    Map<String, String> facts,
    @Nullable Hold hold,
    List<Proof> proofs,
    String weir) {
  /** What a manifest of this shape begins with. */
  public static final String FORMAT = "weir-backup/1";

  public Manifest {
    position = sorted(position);
    labels = sorted(labels);
    facts = sorted(facts);
    files = List.copyOf(files);
    tallies = List.copyOf(tallies);
    proofs = List.copyOf(proofs);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** Which server it came from. */
  public record Server(String version, String host, int port, String database) {}

  /**
   * In bytes.
   *
   * @param source in the database
   * @param plain as the method wrote it
   * @param stored compressed and encrypted
   */
  public record Sizes(long source, long plain, long stored) {}

  /** How it is encrypted, and with which key. */
  public record Encryption(String algorithm, String key) {}

  /** Why it must not be removed, and until when; null means until it is released. */
  public record Hold(String reason, String by, Instant since, @Nullable Instant until) {}

  /**
   * One verification.
   *
   * @param level {@value #CHECKSUMS} or {@value #RESTORE}
   * @param took in milliseconds
   * @param restored how long the restore in it took, in milliseconds; 0 when there was none
   */
  public record Proof(
      Instant at, String level, boolean good, long took, long restored, List<Finding> findings) {
    public static final String CHECKSUMS = "checksums";
    public static final String RESTORE = "restore";

    public Proof {
      findings = List.copyOf(findings);
    }
  }

  public Duration took() {
    return Duration.between(started, finished);
  }

  /** True when it was restored once and found the same. */
  public boolean proven() {
    return proofs.stream().anyMatch(proof -> proof.good() && proof.level().equals(Proof.RESTORE));
  }

  /** True when the last verification, if any, found nothing wrong. */
  public boolean good() {
    return proofs.isEmpty() || proofs.getLast().good();
  }

  public boolean held(Instant now) {
    return hold != null && (hold.until() == null || hold.until().isAfter(now));
  }

  /** {@code backup ID of DATABASE}, for messages. */
  public String describe() {
    return "backup " + id + " of " + database;
  }

  public Manifest with(@Nullable Hold changed) {
    return with(changed, proofs);
  }

  public Manifest with(Proof proof) {
    List<Proof> more = new ArrayList<>(proofs);
    more.add(proof);
    return with(hold, more);
  }

  private Manifest with(@Nullable Hold held, List<Proof> proven) {
    return new Manifest(
        repository,
        id,
        database,
        type,
        environment,
        method,
        level,
        base,
        scope,
        server,
        started,
        consistentAt,
        finished,
        position,
        sizes,
        compression,
        encryption,
        files,
        tallies,
        tallied,
        labels,
        facts,
        held,
        proven,
        weir);
  }
}
