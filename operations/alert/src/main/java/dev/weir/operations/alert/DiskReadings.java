package dev.weir.operations.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * In how many hours the disks of some folders are full, if it goes on as in the last hour. Nothing
 * is told before a disk was watched for five minutes, except that less than a twentieth is free,
 * which is told as no time left. Folders on the same disk are one, told by the first of them.
 */
public final class DiskReadings implements ReadingSource {
  private static final long WINDOW = Duration.ofHours(1).toNanos();
  private static final long LEAST = Duration.ofMinutes(5).toNanos();
  private static final double SCARCE = 0.05;

  private final Supplier<? extends Collection<Path>> folders;
  private final LongSupplier clock;
  private final Space space;
  private final Map<Path, Deque<Seen>> past = new HashMap<>();

  public DiskReadings(Supplier<? extends Collection<Path>> folders) {
    this(folders, DiskReadings::measured, System::nanoTime);
  }

  DiskReadings(Supplier<? extends Collection<Path>> folders, Space space, LongSupplier clock) {
    this.folders = folders;
    this.space = space;
    this.clock = clock;
  }

  /** Asks how much room there is. */
  @FunctionalInterface
  interface Space {
    Room of(Path folder) throws IOException;
  }

  /**
   * How much room there is.
   *
   * @param disk what tells it from others
   */
  record Room(Object disk, long free, long whole) {}

  private record Seen(long at, long free) {}

  static Room measured(Path folder) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return new Room(disk, disk.getUsableSpace(), disk.getTotalSpace());
  }

  @Override
  public Set<String> tells() {
    return Set.of("disk.hours-left");
  }

  @Override
  public synchronized List<Reading> read() {
    Set<Object> disks = new HashSet<>();
    Set<Path> told = new HashSet<>();
    List<Reading> readings = new ArrayList<>();
    for (Path folder : folders.get()) {
      Room room = room(folder);
      if (disks.add(room.disk())) {
        told.add(folder);
        read(folder, room, readings);
      }
    }
    past.keySet().retainAll(told);
    return readings;
  }

  private Room room(Path folder) {
    try {
      return space.of(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path folder, Room room, List<Reading> readings) {
    Deque<Seen> seen = past.computeIfAbsent(folder, _ -> new ArrayDeque<>());
    long now = clock.getAsLong();
    seen.add(new Seen(now, room.free()));
    while (seen.size() > 2 && now - seen.getFirst().at() > WINDOW) {
      seen.removeFirst();
    }
    if (room.free() < room.whole() * SCARCE) {
      readings.add(reading(folder, 0));
      return;
    }
    Seen first = seen.getFirst();
    long used = first.free() - room.free();
    if (now - first.at() >= LEAST && used > 0) {
      double hours = (now - first.at()) / 3.6e12;
      readings.add(reading(folder, room.free() / (used / hours)));
    }
  }

  private static Reading reading(Path folder, double hours) {
    return new Reading("disk.hours-left", "", folder.toString(), hours);
  }
}
