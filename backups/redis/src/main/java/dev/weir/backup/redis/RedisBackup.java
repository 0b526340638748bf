package dev.weir.backup.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Snapshots of a whole Redis server, fetched over the network as a replica fetches them: one RDB
 * file of one moment, with every database. Restored into the folder of a server that does not run,
 * or into one that does.
 */
public final class RedisBackup implements BackupMethod {
  static final String FILE = "dump.rdb";

  /** Bytes of a PING in the stream to replicas, and how many of them are surely no write. */
  private static final int PING = 14;

  private static final int PINGS = 3;

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String summary() {
    return "Snapshots (RDB) fetched from a running server by the replication protocol";
  }

  @Override
  public Set<String> types() {
    return Set.of("REDIS");
  }

  @Override
  public Traits traits() {
    return new Traits(Set.of(Scope.Kind.CLUSTER), Set.of(Level.FULL), false, true, true);
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    return Trouble.told(
        "The look at " + source.definition().describe(),
        Unwatched.WORK,
        () -> {
          try (Wire wire = Wire.open(source)) {
            Info info = Info.of(wire);
            return List.of(
                Requirement.ok("server", "The server is Redis " + info.version() + "."),
                info.fact("cluster_enabled").equals("1")
                    ? Requirement.warning(
                        "cluster",
                        "The server is one of a cluster, and a snapshot holds its slots alone.",
                        "Take a backup of each primary.")
                    : Requirement.ok("cluster", "The server holds all keys itself."));
          }
        });
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (request.level() != Level.FULL || !(request.scope() instanceof Scope.Cluster)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED, "A snapshot of Redis is full and holds every database.");
    }
    return Trouble.told(
        "The backup of " + source.definition().describe(),
        work,
        () -> taken(source, request, sink, work));
  }

  private static Taken taken(BackupSource source, BackupRequest request, BackupSink sink, Work work)
      throws IOException {
    try (Wire looking = Wire.open(source)) {
      work.onCancel(looking::close);
      Info before = Info.of(looking);
      work.expect(before.bytes());
      work.step("Fetching a snapshot");
      Instant moment = Instant.now();
      // Not closed when it fails: what was not closed is no part of the backup.
      OutputStream out = sink.file(FILE, true);
      Position position;
      int format;
      try (Wire wire = Wire.open(source)) {
        work.onCancel(wire::close);
        Snapshot snapshot = new Snapshot(wire, work, out);
        position = snapshot.fetch();
        format = snapshot.version();
      }
      out.close();
      List<Tally> tallies = request.tally() ? Tallying.of(looking, work) : List.of();
      String why = request.tally() ? since(position, Info.of(looking)) : "Nobody asked for it.";
      return new Taken(
          before.version(),
          position,
          moment,
          before.bytes(),
          why.isEmpty() ? tallies : List.of(),
          why,
          Map.of("rdb-version", Integer.toString(format)));
    }
  }

  /**
   * What the count saw is what the snapshot holds only where nothing was written in between. A PING
   * to its replicas moves the server's offset too; no write is as short, since the first one after
   * a synchronisation names its database first (23 bytes).
   */
  private static String since(Position position, Info after) {
    long moved =
        Long.parseLong(after.offset())
            - Long.parseLong(position.facts().getOrDefault("offset", "0"));
    boolean quiet = moved >= 0 && moved % PING == 0 && moved <= PINGS * PING;
    return quiet
        ? ""
        : "Redis cannot be asked for an earlier state, and it was written to (or a replica"
            + " follows it) between the snapshot and the end of the count.";
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    return switch (request.target()) {
      case RestoreTarget.Folder(Path folder) ->
          Trouble.told(
              "The look at " + folder,
              Unwatched.WORK,
              () -> into(folder, chain, request, Unwatched.WORK).look());
      case RestoreTarget.Living(BackupSource target) ->
          Trouble.told(
              "The look at " + target.definition().describe(),
              Unwatched.WORK,
              () ->
                  new LivingRestore(chain.last(), target, request.clean(), Unwatched.WORK).look());
    };
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    switch (request.target()) {
      case RestoreTarget.Folder(Path folder) ->
          Trouble.told(
              "The restore into " + folder,
              work,
              () -> {
                into(folder, chain, request, work).run();
                return true;
              });
      case RestoreTarget.Living(BackupSource target) ->
          Trouble.told(
              "The restore into " + target.definition().describe(),
              work,
              () -> {
                new LivingRestore(chain.last(), target, request.clean(), work).run();
                return true;
              });
    }
  }

  private static FolderRestore into(
      Path folder, BackupChain chain, RestoreRequest request, Work work) {
    return new FolderRestore(chain.last(), folder.toAbsolutePath(), request.clean(), work);
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return Trouble.told("A private server for the restore", work, () -> ScratchServer.in(folder));
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return Trouble.told(
        "The count of " + source.definition().describe(),
        work,
        () -> {
          try (Wire wire = Wire.open(source)) {
            work.onCancel(wire::close);
            return Tallying.of(wire, work);
          }
        });
  }

  /** A server does not start on a snapshot whose checksum is wrong. */
  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return Trouble.told(
        "The check of " + restored.definition().describe(),
        work,
        () -> {
          try (Wire wire = Wire.open(restored)) {
            Info info = Info.of(wire);
            boolean loaded = info.fact("loading").equals("0");
            return List.of(
                new Finding(
                    "load",
                    "server",
                    loaded ? Finding.Outcome.OK : Finding.Outcome.FAILED,
                    "Redis "
                        + info.version()
                        + (loaded ? " has loaded" : " has not loaded")
                        + " the snapshot; its databases are "
                        + info.databases()
                        + "."));
          }
        });
  }
}
