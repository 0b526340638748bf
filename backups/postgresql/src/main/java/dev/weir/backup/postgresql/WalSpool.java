package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresVersion;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The archived WAL that a recovery reads, fetched beforehand into the data folder. */
record WalSpool(LogArchive archive, WalRange range, Path data, Work work) {
  static final String FOLDER = "weir_wal";

  /** Where the records end: nothing was written there yet, or the next segment is not there. */
  private static final Pattern END =
      Pattern.compile("invalid record length at .*got 0|could not (find|open|locate).* file");

  private static final Pattern PLACE = Pattern.compile("at ([0-9A-F]+/[0-9A-F]+)");

  void fill() throws IOException {
    Path folder = Files.createDirectory(data.resolve(FOLDER));
    WalArchiving archiving = new WalArchiving(archive);
    work.step("Fetching " + range.names().size() + " files of WAL");
    for (String name : range.names()) {
      work.check();
      if (!archiving.fetch(name, folder.resolve(name))) {
        throw Failed.because(
            PostgresBackupError.LOG_INCOMPLETE, "The archive lost " + name + " just now.");
      }
    }
  }

  /** Reads every record, where pg_waldump is here: a flipped bit would end a recovery too early. */
  void check(BackupContent content) throws IOException {
    PostgresVersion version = PostgresVersion.parse(content.serverVersion());
    var program = PostgresInstallations.of("pg_waldump", version.major(), null);
    List<String> segments =
        range.names().stream().filter(name -> name.matches("[0-9A-F]{24}")).toList();
    if (program.isEmpty() || segments.isEmpty() || version.major() < 14) {
      return;
    }
    work.step("Reading every record of the WAL");
    String start = content.position().facts().getOrDefault("start-lsn", "");
    String told = "";
    try (Running running =
        program
            .get()
            .installation()
            .command("pg_waldump")
            .with("--path=" + data.resolve(FOLDER), "--start=" + start)
            .with("--timeline=" + Integer.parseUnsignedInt(segments.getFirst().substring(0, 8), 16))
            .with("--rmgr=XLOG")
            .start()) {
      work.onCancel(running::close);
      running.input().close();
      running.output().transferTo(OutputStream.nullOutputStream());
      running.exit();
      told = running.told();
    }
    judge(told, segments);
  }

  private void judge(String told, List<String> segments) {
    String last = last(told);
    String timeline = segments.getFirst().substring(0, 8);
    String end =
        segments.stream()
            .filter(name -> name.startsWith(timeline))
            .reduce((a, b) -> b)
            .orElseThrow();
    long size = Long.parseLong(String.valueOf(segmentSize()));
    Matcher place = PLACE.matcher(last);
    if (END.matcher(last).find()) {
      boolean early =
          place.find()
              && WalName.of(1, Lsn.parse(place.group(1)), size).number()
                  < WalName.parse(end, size).orElseThrow().number() - 1;
      if (!early) {
        return;
      }
    }
    throw Failed.because(
        PostgresBackupError.LOG_FILE,
        "The archived WAL is damaged before the end of " + end + ": " + last + ".");
  }

  private static String last(String told) {
    return told.lines().filter(line -> line.contains("error")).reduce((a, b) -> b).orElse(told);
  }

  private long segmentSize() {
    return range.bytes()
        / range.names().stream().filter(name -> name.matches("[0-9A-F]{24}")).count();
  }
}
