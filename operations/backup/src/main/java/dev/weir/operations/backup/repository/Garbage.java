package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.Work;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no manifest names: what a crash has left of a backup that was being made or removed.
 * Before the content of an unfinished backup goes, a mark takes the place of its manifest, so that
 * its maker, should it live after all, can never finish it. What somebody is at work on, and what
 * is younger than the oldest work under way, is left alone.
 */
public final class Garbage {
  /** How long a mark is kept, beyond which no maker sleeps. */
  private static final Duration MARK = Duration.ofDays(7);

  private final Repository repository;
  private final Work work;

  public Garbage(Repository repository, Work work) {
    this.repository = repository;
    this.work = work;
  }

  /**
   * What was removed, or would be.
   *
   * @param removed keys below the repository, a backup's as one with a slash at its end
   * @param spared what may be garbage and is too young to tell, each with the reason
   */
  public record Collected(
      String repository, List<String> removed, long bytes, List<String> spared) {
    public Collected {
      removed = List.copyOf(removed);
      spared = List.copyOf(spared);
    }
  }

  /** What lies in the place of one backup. */
  private static final class Heap {
    private boolean manifest;
    private boolean mark;
    private int objects;
    private long bytes;
    private Instant youngest = Instant.MIN;

    void add(ObjectFacts object) {
      if (Repository.isManifest(object.key())) {
        mark = object.size() == Repository.COLLECTED.length;
        manifest = !mark;
      } else {
        objects++;
        bytes += object.size();
      }
      youngest = object.modified().isAfter(youngest) ? object.modified() : youngest;
    }
  }

  public Collected collect(boolean dryRun) {
    work.step("Look for what no manifest names in " + repository.location());
    try {
      return new Run(dryRun).collect();
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "collect the garbage", failed);
    }
  }

  private final class Run {
    private final boolean dryRun;
    private final List<String> removed = new ArrayList<>();
    private final List<String> spared = new ArrayList<>();
    private final Instant now;
    private List<Lease> live;
    private final Instant horizon;
    private long bytes;

    Run(boolean dryRun) throws IOException {
      this.dryRun = dryRun;
      this.now = repository.leases().storeTime();
      this.live = repository.leases().live();
      // By the clock of the store, nothing at work began after its lease was last seen.
      this.horizon =
          live.stream()
              .filter(lease -> lease.purpose() == Purpose.CREATE)
              .map(lease -> earlier(lease.started(), lease.seen()))
              .min(Comparator.naturalOrder())
              .map(oldest -> earlier(oldest, now))
              .orElse(now)
              .minus(repository.leases().life());
    }

    private static Instant earlier(Instant a, Instant b) {
      return a.isBefore(b) ? a : b;
    }

    Collected collect() throws IOException {
      Map<String, Heap> heaps = heaps();
      try (HeldLease _ = claim(heaps)) {
        // Whoever began between the two looks has seen the claim, or is seen now.
        live = repository.leases().live();
        for (Map.Entry<String, Heap> each : heaps.entrySet()) {
          work.check();
          heap(each.getKey(), each.getValue());
        }
      }
      for (String database : logs()) {
        for (ObjectFacts each : repository.log(database).unclaimed(horizon)) {
          remove(each.key(), each.size());
        }
      }
      if (!dryRun) {
        repository.store().discardUnfinished(horizon);
      }
      return new Collected(repository.location(), removed, bytes, spared);
    }

    private HeldLease claim(Map<String, Heap> heaps) {
      List<String> ids =
          heaps.entrySet().stream()
              .filter(each -> !each.getValue().manifest)
              .map(each -> each.getKey().substring(each.getKey().indexOf('/') + 1))
              .filter(id -> spare(id, new Heap()) == null)
              .toList();
      return repository.leases().begin(Purpose.PRUNE, "", ids, "");
    }

    private Map<String, Heap> heaps() throws IOException {
      Map<String, Heap> heaps = new TreeMap<>();
      repository
          .store()
          .list(
              Places.BACKUPS,
              each -> {
                String[] parts = each.key().split("/", 4);
                if (parts.length == 4 && BackupId.is(parts[2])) {
                  heaps.computeIfAbsent(parts[1] + "/" + parts[2], _ -> new Heap()).add(each);
                }
              });
      return heaps;
    }

    private Set<String> logs() throws IOException {
      Set<String> databases = new TreeSet<>();
      repository.store().list(Places.LOGS, each -> databases.add(each.key().split("/")[1]));
      return databases;
    }

    private void heap(String name, Heap heap) throws IOException {
      String[] parts = name.split("/");
      if (heap.manifest) {
        unnamed(parts[0], parts[1], heap);
        return;
      }
      String reason = spare(parts[1], heap);
      if (reason == null) {
        removeHeap(parts[0], parts[1], heap);
      } else if (heap.objects > 0) {
        spared.add(Places.BACKUPS + name + "/: " + reason);
      }
    }

    private @Nullable String spare(String id, Heap heap) {
      Optional<Lease> owner =
          live.stream()
              .filter(lease -> lease.purpose() == Purpose.CREATE)
              .filter(lease -> lease.id().equals(id) || lease.uses().contains(id))
              .findFirst();
      if (owner.isPresent()) {
        return "being made by " + owner.get().by();
      }
      if (heap.mark) {
        return heap.objects == 0 && heap.youngest.isAfter(now.minus(MARK)) ? "a mark" : null;
      }
      return heap.youngest.isAfter(horizon) ? "younger than the oldest work under way" : null;
    }

    private void removeHeap(String database, String id, Heap heap) throws IOException {
      String place = Places.backup(database, id);
      String manifest = place + Places.MANIFEST;
      if (heap.mark && heap.objects == 0) {
        remove(manifest, 0);
        return;
      }
      removed.add(place);
      bytes += heap.bytes;
      // The mark and a manifest want the same place, and the store gives it to one of them.
      if (!dryRun
          && (heap.mark || repository.store().put(manifest, Repository.COLLECTED, Mode.NEW))) {
        Removal.removeBelow(repository, place);
      }
    }

    /** What lies beside the files of a good backup, such as those of a copy begun twice. */
    private void unnamed(String database, String id, Heap heap) throws IOException {
      Manifest manifest = readable(database, id);
      if (manifest == null || heap.objects == manifest.files().size()) {
        return;
      }
      String place = Places.backup(database, id);
      Set<String> named = new HashSet<>();
      manifest.files().stream().map(StoredFile::object).forEach(each -> named.add(place + each));
      List<ObjectFacts> others = new ArrayList<>();
      repository
          .store()
          .list(
              place,
              each -> {
                if (!named.contains(each.key())
                    && !Repository.isManifest(each.key())
                    && each.modified().isBefore(horizon)) {
                  others.add(each);
                }
              });
      for (ObjectFacts each : others) {
        remove(each.key(), each.size());
      }
    }

    private @Nullable Manifest readable(String database, String id) {
      try {
        return repository.find(database, id).orElse(null);
      } catch (dev.weir.api.Failed | dev.weir.api.Rejected damaged) {
        return null;
      }
    }

    private void remove(String key, long size) throws IOException {
      removed.add(key);
      bytes += size;
      if (!dryRun) {
        repository.store().delete(key);
      }
    }
  }
}
