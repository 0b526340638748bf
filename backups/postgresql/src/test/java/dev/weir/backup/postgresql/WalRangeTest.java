package dev.weir.backup.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import dev.weir.testing.backups.FolderLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archived files a recovery needs, told by names and sizes alone. */
class WalRangeTest {
  private static final long SIZE = WalName.USUAL_SIZE;

  @TempDir Path folder;

  private FolderLog archive;

  @BeforeEach
  void empty() throws IOException {
    archive = new FolderLog(Files.createDirectories(folder.resolve("archive")));
  }

  @Test
  void namesAndPlacesAreTheServersOwn() {
    WalName name = WalName.parse("000000010000000A000000FF", SIZE).orElseThrow();

    assertThat(name.start()).hasToString("A/FF000000");
    assertThat(name.next()).hasToString("000000010000000B00000000");
    assertThat(WalName.of(1, Lsn.parse("A/FF123456"), SIZE)).isEqualTo(name);
    assertThat(WalName.parse("00000002.history", SIZE)).isEmpty();
    assertThat(WalName.archived("000000010000000A000000FF.00000028.backup")).isTrue();
    assertThat(WalName.archived("000000010000000A000000FF.partial")).isTrue();
    assertThat(WalName.archived("postgresql.conf")).isFalse();
  }

  @Test
  void otherSizesOfSegmentsCountOtherwise() {
    long megabyte = 1 << 20;
    WalName name = WalName.of(1, Lsn.parse("0/12345678"), megabyte);

    assertThat(name).hasToString("000000010000000000000123");
    assertThat(WalName.parse(name.toString(), megabyte)).contains(name);
  }

  @Test
  void aRangeGoesToTheLastSegmentWithoutAGap() throws IOException {
    segments("01", 2, 6);

    assertThat(range("01", 3, 4).names())
        .containsExactly(name("01", 3), name("01", 4), name("01", 5), name("01", 6));
  }

  @Test
  void theFirstMissingSegmentIsNamed() throws IOException {
    segments("01", 2, 3);
    segments("01", 5, 6);

    assertThatThrownBy(() -> range("01", 2, 3))
        .isInstanceOfSatisfying(
            WeirException.class,
            e -> assertThat(e.code()).isEqualTo(PostgresBackupError.LOG_INCOMPLETE))
        .hasMessageContaining(name("01", 4));
  }

  @Test
  void theBackupsOwnEndMustBeThere() throws IOException {
    segments("01", 2, 3);

    assertThatThrownBy(() -> range("01", 2, 4)).hasMessageContaining(name("01", 4));
  }

  @Test
  void aSegmentThatIsTooShortIsNamed() throws IOException {
    segments("01", 2, 4);
    try (RandomAccessFile file =
        new RandomAccessFile(archive.folder().resolve(name("01", 3)).toFile(), "rw")) {
      file.setLength(SIZE - 1);
    }

    assertThatThrownBy(() -> range("01", 2, 2))
        .isInstanceOfSatisfying(
            WeirException.class, e -> assertThat(e.code()).isEqualTo(PostgresBackupError.LOG_FILE))
        .hasMessageContaining(name("01", 3));
  }

  @Test
  void aNewTimelineIsFollowedFromWhereTheOldOneWasLeft() throws IOException {
    segments("01", 2, 6);
    segments("02", 4, 7);
    Files.writeString(
        archive.folder().resolve("00000002.history"), "1\t0/4800000\tno recovery target\n");

    assertThat(range("01", 2, 3).names())
        .containsExactly(
            name("01", 2),
            name("01", 3),
            name("02", 4),
            name("02", 5),
            name("02", 6),
            name("02", 7),
            "00000002.history");
  }

  @Test
  void aTimelineOfWhichOnlyTheHistoryIsThereHasNothingToOffer() throws IOException {
    segments("01", 2, 6);
    Files.writeString(
        archive.folder().resolve("00000002.history"), "1\t0/4800000\tno recovery target\n");

    assertThat(range("01", 2, 3).names()).hasSize(5).contains(name("01", 6));
  }

  @Test
  void aNewTimelineWhoseFirstSegmentIsMissingIsAGap() throws IOException {
    segments("01", 2, 6);
    segments("02", 5, 7);
    Files.writeString(
        archive.folder().resolve("00000002.history"), "1\t0/4800000\tno recovery target\n");

    assertThatThrownBy(() -> range("01", 2, 3)).hasMessageContaining(name("02", 4));
  }

  @Test
  void aTimelineThatDoesNotDescendFromTheBackupsIsNotFollowed() throws IOException {
    segments("02", 2, 4);
    segments("03", 2, 9);
    Files.writeString(archive.folder().resolve("00000003.history"), "1\t0/1000000\tother\n");

    assertThat(range("02", 2, 3).names())
        .contains(name("02", 4))
        .doesNotContain(name("03", 5), name("03", 9));
  }

  private WalRange range(String timeline, int start, int stop) throws IOException {
    return WalRange.of(
        archive,
        WalName.parse(name(timeline, start), SIZE).orElseThrow(),
        WalName.parse(name(timeline, stop), SIZE).orElseThrow());
  }

  private void segments(String timeline, int first, int last) throws IOException {
    for (int i = first; i <= last; i++) {
      Path file = archive.folder().resolve(name(timeline, i));
      try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
        segment.setLength(SIZE);
      }
    }
  }

  private static String name(String timeline, int number) {
    return "000000" + timeline + "00000000" + "%08X".formatted(number);
  }
}
