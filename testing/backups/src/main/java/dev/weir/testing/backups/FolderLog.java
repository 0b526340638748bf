package dev.weir.testing.backups;

import dev.weir.spi.backup.LogArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** An archive as plain files of a folder, so that tests can break it. */
public record FolderLog(Path folder) implements LogArchive {
  @Override
  public void add(String name, Path file) throws IOException {
    Files.createDirectories(folder);
    Path target = folder.resolve(name);
    if (Files.exists(target)) {
      if (Files.mismatch(target, file) != -1) {
        throw new IOException("Another " + name + " is there");
      }
      return;
    }
    Files.copy(file, target);
  }

  @Override
  public List<Segment> segments() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Segment> segments = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        segments.add(segment(file));
      }
    }
    return segments;
  }

  @Override
  public Optional<Segment> find(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(segment(file)) : Optional.empty();
  }

  @Override
  public InputStream read(String name) throws IOException {
    return Files.newInputStream(folder.resolve(name));
  }

  private static Segment segment(Path file) throws IOException {
    return new Segment(
        file.getFileName().toString(),
        Files.size(file),
        sha256(file),
        Files.getLastModifiedTime(file).toInstant());
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
