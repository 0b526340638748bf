package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.stream.Brake;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.operations.backup.stream.ContentReader;
import dev.weir.operations.backup.stream.ContentWriter;
import dev.weir.operations.backup.stream.Meter;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The archived log of one database. A file lies under {@code logs/DATABASE/files/NAME/FACTS}, where
 * the facts (size, SHA-256, key id) stand in the name, so that a list tells them all; it counts
 * once {@code logs/DATABASE/names/NAME} holds the same facts, which the store lets only one writer
 * make.
 */
public final class RepositoryLog implements LogArchive {
  private final Repository repository;
  private final ObjectStore store;
  private final String database;
  private final String files;
  private final String names;

  RepositoryLog(Repository repository, String database) {
    this.repository = repository;
    this.store = repository.store();
    this.database = database;
    this.files = Places.logs(database) + "files/";
    this.names = Places.logs(database) + "names/";
  }

  /** What the name of a file's object says. */
  private record Facts(long size, String sha256, @Nullable String key) {
    String text() {
      return size + "-" + sha256 + "-" + (key == null ? "plain" : key) + ".zst";
    }

    static Facts parse(String text) {
      String[] parts = text.replaceFirst("\\.zst$", "").split("-");
      return new Facts(
          Long.parseLong(parts[0]), parts[1], parts[2].equals("plain") ? null : parts[2]);
    }
  }

  @Override
  public void add(String name, Path file) throws IOException {
    String encoded = Places.encoded(name);
    Facts own = facts(file);
    Optional<Facts> there = claimed(encoded);
    if (there.isEmpty()) {
      upload(name, encoded, own, file);
      store.put(names + encoded, own.text().getBytes(StandardCharsets.US_ASCII), Mode.NEW);
      there = claimed(encoded);
    }
    Facts kept = there.orElseThrow(() -> new IOException("The log file " + name + " is gone."));
    if (!kept.sha256().equals(own.sha256())) {
      throw BackupError.LOG_CONFLICT.because(
          "The archived log of "
              + database
              + " has a file "
              + name
              + " with another content already.");
    }
  }

  private Facts facts(Path file) throws IOException {
    Meter meter = new Meter();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        meter.pass(buffer, 0, read);
      }
    }
    return new Facts(meter.bytes(), meter.sha256(), repository.keys().current().orElse(null));
  }

  private void upload(String name, String encoded, Facts facts, Path file) throws IOException {
    ContentWriter.Recipe recipe =
        new ContentWriter.Recipe(
            Compression.ZSTD,
            1,
            repository.keys(),
            facts.key(),
            about(name),
            new Brake(0),
            Unwatched.WORK);
    StoredFile[] stored = new StoredFile[1];
    ContentWriter writer =
        new ContentWriter(
            name,
            facts.text(),
            recipe,
            store.create(files + encoded + "/" + facts.text()),
            ended -> stored[0] = ended);
    try {
      Files.copy(file, writer);
      writer.close();
    } catch (FileAlreadyExistsException there) {
      // An attempt before this one came as far.
      return;
    } finally {
      writer.abandon();
    }
    if (stored[0] != null && !stored[0].plainSha256().equals(facts.sha256())) {
      store.delete(files + encoded + "/" + facts.text());
      throw new IOException("The log file " + file + " changed while it was read.");
    }
  }

  private String about(String name) {
    return database + "/log/" + name;
  }

  private Optional<Facts> claimed(String encoded) throws IOException {
    return Repository.read(store, names + encoded)
        .map(text -> Facts.parse(new String(text, StandardCharsets.US_ASCII)));
  }

  @Override
  public List<Segment> segments() throws IOException {
    Set<String> claimed = new HashSet<>();
    store.list(names, each -> claimed.add(each.key().substring(names.length())));
    Map<String, List<ObjectFacts>> objects = new TreeMap<>();
    store.list(
        files,
        each -> {
          String encoded = encoded(each.key());
          if (claimed.contains(encoded)) {
            objects.computeIfAbsent(encoded, _ -> new ArrayList<>()).add(each);
          }
        });
    List<Segment> segments = new ArrayList<>();
    for (Map.Entry<String, List<ObjectFacts>> entry : objects.entrySet()) {
      Optional<ObjectFacts> kept = kept(entry.getKey(), entry.getValue());
      kept.ifPresent(facts -> segments.add(segment(entry.getKey(), facts)));
    }
    return segments;
  }

  private String encoded(String key) {
    return key.substring(files.length(), key.lastIndexOf('/'));
  }

  /** Of several contents under one name, the one that its claim means. */
  private Optional<ObjectFacts> kept(String encoded, List<ObjectFacts> objects) throws IOException {
    if (objects.size() == 1) {
      return Optional.of(objects.getFirst());
    }
    String text = claimed(encoded).map(Facts::text).orElse("");
    return objects.stream().filter(each -> each.key().endsWith("/" + text)).findFirst();
  }

  private Segment segment(String encoded, ObjectFacts object) {
    Facts facts = Facts.parse(object.key().substring(object.key().lastIndexOf('/') + 1));
    return new Segment(decoded(encoded), facts.size(), facts.sha256(), object.modified());
  }

  private static String decoded(String encoded) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '=') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<Segment> find(String name) throws IOException {
    String encoded = Places.encoded(name);
    Optional<Facts> facts = claimed(encoded);
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    return store
        .find(files + encoded + "/" + facts.get().text())
        .map(object -> segment(encoded, object));
  }

  @Override
  public InputStream read(String name) throws IOException {
    String encoded = Places.encoded(name);
    Facts facts =
        claimed(encoded)
            .orElseThrow(() ->
                BackupError.LOG_MISSING.because(
                    "The archived log of " + database + " has no file " + name + "."));
    StoredFile stored =
        new StoredFile(
            name, facts.text(), facts.size(), facts.sha256(), 0, "", Compression.ZSTD, facts.key());
    return ContentReader.open(
        store, files + encoded + "/", stored, repository.keys(), about(name), describe());
  }

  String describe() {
    return "the archived log of " + database;
  }

  /** Removes a file; what crashes between leaves a content that {@link Garbage} removes. */
  void remove(String name) throws IOException {
    String encoded = Places.encoded(name);
    store.delete(names + encoded);
    List<String> objects = new ArrayList<>();
    store.list(files + encoded + "/", each -> objects.add(each.key()));
    for (String object : objects) {
      store.delete(object);
    }
  }

  /** Contents that no name claims, and that nobody has written lately. */
  List<ObjectFacts> unclaimed(Instant before) throws IOException {
    Set<String> claimed = new HashSet<>();
    store.list(names, each -> claimed.add(each.key().substring(names.length())));
    Map<String, ObjectFacts> unclaimed = new HashMap<>();
    store.list(
        files,
        each -> {
          if (!claimed.contains(encoded(each.key())) && each.modified().isBefore(before)) {
            unclaimed.put(each.key(), each);
          }
        });
    return List.copyOf(unclaimed.values());
  }
}
