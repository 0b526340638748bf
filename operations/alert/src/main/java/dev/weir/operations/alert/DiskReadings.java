package dev.weir.operations.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * In how many hours the disk of a folder is full, if it goes on as in the last hour. Nothing is
 * told before it was watched for five minutes, except that less than a twentieth is free, which is
 * told as no time left.
 */
public final class DiskReadings implements ReadingSource {
  private static final long WINDOW = Duration.ofHours(1).toNanos();
  private static final long LEAST = Duration.ofMinutes(5).toNanos();
  private static final double SCARCE = 0.05;

  private final Path folder;
  private final LongSupplier clock;
  private final Space space;
  private final Deque<Seen> past = new ArrayDeque<>();

  public DiskReadings(Path folder) {
    this(folder, DiskReadings::measured, System::nanoTime);
  }

  DiskReadings(Path folder, Space space, LongSupplier clock) {
    this.folder = folder;
    this.space = space;
    this.clock = clock;
  }

  /** Asks how much room there is. */
  @FunctionalInterface
  interface Space {
    Room of(Path folder) throws IOException;
  }

  record Room(long free, long whole) {}

  private record Seen(long at, long free) {}

  private static Room measured(Path folder) throws IOException {
    var disk = Files.getFileStore(folder);
    return new Room(disk.getUsableSpace(), disk.getTotalSpace());
  }

  @Override
  public Set<String> tells() {
    return Set.of("disk.hours-left");
  }

  @Override
  public synchronized List<Reading> read() {
    Room room;
    try {
      room = space.of(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long now = clock.getAsLong();
    past.add(new Seen(now, room.free()));
    while (past.size() > 2 && now - past.getFirst().at() > WINDOW) {
      past.removeFirst();
    }
    if (room.free() < room.whole() * SCARCE) {
      return List.of(reading(0));
    }
    Seen first = past.getFirst();
    long used = first.free() - room.free();
    if (now - first.at() < LEAST || used <= 0) {
      return List.of();
    }
    double hours = (now - first.at()) / 3.6e12;
    return List.of(reading(room.free() / (used / hours)));
  }

  private Reading reading(double hours) {
    return new Reading("disk.hours-left", "", folder.toString(), hours);
  }
}
