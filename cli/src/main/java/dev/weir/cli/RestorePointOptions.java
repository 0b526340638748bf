package dev.weir.cli;

import dev.weir.backups.Points;
import dev.weir.spi.backup.RestorePoint;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which moment is restored. */
final class RestorePointOptions {
  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = {
        "Roll forward to a time, such as 2026-11-21T14:05:00Z (without zone: this machine's),",
        "or to latest, as far as the archived log goes."
      })
  private @Nullable String time;

  @Option(
      names = "--to-lsn",
      paramLabel = "PLACE",
      description = "Roll forward to a place in the log.")
  private @Nullable String place;

  @Option(
      names = "--to-transaction",
      paramLabel = "XID",
      description = "Roll forward to a transaction, with it.")
  private @Nullable String transaction;

  @Option(names = "--to-point", paramLabel = "NAME", description = "Roll forward to a named point.")
  private @Nullable String named;

  @Option(names = "--before", description = "Stop just before that time, place or transaction.")
  private boolean before;

  boolean given() {
    return Stream.of(time, place, transaction, named).anyMatch(Objects::nonNull);
  }

  RestorePoint point() {
    return Points.of(time, place, transaction, named, before);
  }
}
