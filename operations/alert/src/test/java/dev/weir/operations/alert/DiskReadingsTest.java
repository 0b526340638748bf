package dev.weir.operations.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskReadingsTest {
  private static final long GIB = 1L << 30;

  private long clock;
  private long free = 100 * GIB;
  private final DiskReadings readings =
      new DiskReadings(
          () -> List.of(Path.of("home"), Path.of("home/backups")),
          _ -> new DiskReadings.Room("disk", free, 200 * GIB),
          () -> clock);

  @Test
  void tellsInHowManyHoursTheDiskIsFull() {
    double hours = Double.NaN;
    for (int minute = 0; minute <= 10; minute++) {
      hours = readings.read().stream().findFirst().map(Reading::value).orElse(Double.NaN);
      clock += Duration.ofMinutes(1).toNanos();
      free -= GIB;
    }

    assertThat(hours).isCloseTo(90 / 60.0, within(0.01));
  }

  @Test
  void tellsNothingOfADiskThatDoesNotFill() {
    for (int minute = 0; minute <= 90; minute++) {
      assertThat(readings.read()).isEmpty();
      clock += Duration.ofMinutes(1).toNanos();
      free += minute % 2 == 0 ? GIB : -GIB / 2;
    }
  }

  @Test
  void tellsNoTimeLeftWhereLittleIsFree() {
    free = 9 * GIB;

    assertThat(readings.read()).extracting(Reading::value).containsExactly(0.0);
  }

  @Test
  void tellsEachDiskByItself() {
    Path data = Path.of("data");
    DiskReadings two =
        new DiskReadings(
            () -> List.of(Path.of("home"), data),
            folder -> new DiskReadings.Room(folder, folder.equals(data) ? GIB : free, 200 * GIB),
            () -> clock);

    assertThat(two.read()).extracting(Reading::subject).containsExactly("data");
  }

  @Test
  void asksTheFileSystemOfAFolder() throws Exception {
    DiskReadings.Room room = DiskReadings.measured(Path.of("."));

    assertThat(room.whole()).isPositive().isGreaterThanOrEqualTo(room.free());
    assertThat(room.disk()).isEqualTo(DiskReadings.measured(Path.of(".").toAbsolutePath()).disk());
  }
}
