package dev.weir.server.disk;

import dev.weir.Home;
import dev.weir.api.Definition;
import dev.weir.server.catalog.Entry;
import dev.weir.server.catalog.ServerCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The folders of this machine that fill up as databases grow: the home with its store, folders of
 * backups, and those of SQLite's files. Where another server keeps its files, nobody tells.
 */
@Component
public final class LocalDisks {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDisks.class);
  private static final int PORT_LINE = 3;

  private final Home home;
  private final ServerCatalog catalog;

  LocalDisks(Home home, ServerCatalog catalog) {
    this.home = home;
    this.catalog = catalog;
  }

  /** All that there are, the home first. */
  public Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>(List.of(home.folder()));
    String repository = catalog.settings().backup().repository();
    Map<String, String> copies = catalog.settings().backup().copies();
    Stream.concat(Stream.ofNullable(repository), copies.values().stream())
        .filter(place -> !place.matches("(?s)[a-z][a-z0-9+-]+:.*"))
        .forEach(place -> existing(place).ifPresent(folders::add));
    catalog.all().forEach(entry -> folder(entry.definition()).ifPresent(folders::add));
    return folders;
  }

  /** How much room a database has left to grow; empty where that is not known. */
  public OptionalLong free(String database) {
    Optional<Path> folder =
        catalog.all().stream()
            .filter(entry -> entry.name().equals(database))
            .map(Entry::definition)
            .findFirst()
            .flatMap(this::folder);
    try {
      return folder.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Files.getFileStore(folder.get()).getUsableSpace());
    } catch (IOException e) {
      LOG.debug("The disk of {} does not tell its room", database, e);
      return OptionalLong.empty();
    }
  }

  private Optional<Path> folder(Definition definition) {
    return switch (definition.type().toUpperCase(Locale.ROOT)) {
      case "SQLITE" ->
          definition.database().equals(":memory:")
              ? Optional.empty()
              : existing(Path.of(definition.database()).toAbsolutePath().toString());
      case "POSTGRESQL" -> isOwn(definition) ? Optional.of(home.store()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** True for what the server that keeps the store keeps too. */
  private boolean isOwn(Definition definition) {
    Path running = home.store().resolve("postmaster.pid");
    if (!definition.host().equals("127.0.0.1") || !Files.isReadable(running)) {
      return false;
    }
    try {
      List<String> lines = Files.readAllLines(running);
      return lines.size() > PORT_LINE
          && lines.get(PORT_LINE).strip().equals(Integer.toString(definition.port()));
    } catch (IOException e) {
      return false;
    }
  }

  /** The folder, or the nearest above it that is there; relative ones are below the home. */
  private Optional<Path> existing(String place) {
    try {
      Path path = home.folder().resolve(place).toAbsolutePath().normalize();
      while (path != null && !Files.isDirectory(path)) {
        path = path.getParent();
      }
      return Optional.ofNullable(path);
    } catch (InvalidPathException none) {
      return Optional.empty();
    }
  }
}
