package dev.weir.backup.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.LogArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pgBackRest has archived, to be looked at for gaps. It stores segments compressed under their
 * name and checksum; all of them are of the one plain size.
 */
record RestLog(Stanza stanza, long segmentSize) implements LogArchive {
  private static final Pattern FILE =
      Pattern.compile(
          "(?:.*/)?([0-9A-F]{24})-([0-9a-f]{40})(?:\\.\\w+)?|(?:.*/)?([0-9A-F]{8}\\.history)");

  @Override
  public List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (String line : list()) {
      Matcher file = FILE.matcher(line);
      if (file.matches()) {
        boolean history = file.group(3) != null;
        segments.add(
            new Segment(
                history ? file.group(3) : file.group(1),
                history ? 0 : segmentSize,
                "",
                Instant.EPOCH));
      }
    }
    segments.sort(java.util.Comparator.comparing(Segment::name));
    return segments;
  }

  private List<String> list() throws IOException {
    return stanza
        .command()
        .with("--log-level-console=off", "--recurse", "repo-ls", "archive/" + stanza.name())
        .run()
        .lines()
        .toList();
  }

  @Override
  public Optional<Segment> find(String name) throws IOException {
    return segments().stream().filter(segment -> segment.name().equals(name)).findFirst();
  }

  /** Histories alone, which are not compressed. */
  @Override
  public InputStream read(String name) throws IOException {
    String path = list().stream().filter(line -> line.endsWith(name)).findFirst().orElse(name);
    String text =
        stanza
            .command()
            .with("--log-level-console=off", "repo-get", "archive/" + stanza.name() + "/" + path)
            .run();
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void add(String name, Path file) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, "The server itself hands its WAL to pgBackRest.");
  }
}
