package dev.weir.server.catalog;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.server.boot.Paging;
import dev.weir.server.catalog.DefinitionVersions.Version;
import dev.weir.server.catalog.Entry.Origin;
import dev.weir.server.problem.ServerError;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Definitions of databases. A body has {@code name} and the keys of {@code weir.yaml}; a change
 * must name the version that it is of.
 */
@RestController
class DatabaseController {
  private static final String PATH = "/v1/databases";

  private final ServerCatalog catalog;

  DatabaseController(ServerCatalog catalog) {
    this.catalog = catalog;
  }

  /** A definition in a list. */
  record Summary(
      String name,
      String type,
      String environment,
      String host,
      int port,
      String database,
      String origin,
      int version,
      boolean readOnly,
      Map<String, String> tags) {}

  /**
   * A definition.
   *
   * @param definition the keys as {@code weir.yaml} names them
   */
  record NamedDefinition(String name, String origin, int version, Map<String, Object> definition) {}

  @GetMapping(PATH)
  ResponseEntity<Paging.Page<Summary>> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int most = Paging.limit(limit);
    String after = cursor == null ? "" : Paging.decode(cursor);
    List<Summary> found =
        catalog.all().stream()
            .filter(entry -> entry.name().compareTo(after) > 0)
            .limit(most + 1L)
            .map(DatabaseController::summary)
            .toList();
    return Paging.answer(PATH, found, most, Summary::name);
  }

  @PostMapping(PATH)
  ResponseEntity<NamedDefinition> create(
      @RequestBody Map<String, @Nullable Object> body,
      @RequestParam(defaultValue = "") String reason) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>(body);
    if (!(keys.remove("name") instanceof String name)) {
      throw Rejected.because(CoreError.CONFIGURATION, "The body has no name.");
    }
    Entry entry = catalog.create(name, keys, reason);
    return ResponseEntity.created(URI.create(PATH + "/" + name)).eTag(tag(entry)).body(told(entry));
  }

  @GetMapping(PATH + "/{name}")
  ResponseEntity<NamedDefinition> read(@PathVariable String name) {
    return answer(catalog.get(name));
  }

  @PutMapping(PATH + "/{name}")
  ResponseEntity<NamedDefinition> replace(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Map<String, @Nullable Object> body,
      @RequestParam(defaultValue = "") String reason) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>(body);
    keys.remove("name");
    return answer(catalog.change(name, version(name, match), keys, reason));
  }

  /** Changes the keys that the body names; null takes a key away (RFC 7396). */
  @PatchMapping(PATH + "/{name}")
  ResponseEntity<NamedDefinition> change(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestBody Map<String, @Nullable Object> body,
      @RequestParam(defaultValue = "") String reason) {
    int version = version(name, match);
    Map<String, @Nullable Object> keys = merged(catalog.keys(catalog.get(name).definition()), body);
    keys.remove("name");
    return answer(catalog.change(name, version, keys, reason));
  }

  @DeleteMapping(PATH + "/{name}")
  ResponseEntity<Void> remove(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
      @RequestParam(defaultValue = "") String reason) {
    catalog.remove(name, version(name, match), reason);
    return ResponseEntity.noContent().build();
  }

  @GetMapping(PATH + "/{name}/versions")
  List<Version> versions(@PathVariable String name) {
    return catalog.versions(name);
  }

  private static Map<String, @Nullable Object> merged(Map<?, ?> before, Map<?, ?> patch) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    before.forEach((key, value) -> merged.put(String.valueOf(key), value));
    patch.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (value == null) {
        merged.remove(name);
      } else if (value instanceof Map<?, ?> deeper) {
        Object old = merged.get(name);
        merged.put(name, merged(old instanceof Map<?, ?> group ? group : Map.of(), deeper));
      } else {
        merged.put(name, value);
      }
    });
    return merged;
  }

  private int version(String name, @Nullable String match) {
    Entry now = catalog.get(name);
    if (match == null) {
      throw Rejected.because(
          ServerError.PRECONDITION_NEEDED, "The request has no If-Match header.");
    }
    boolean current =
        match.strip().equals("*") || List.of(match.split("\\s*,\\s*")).contains(tag(now));
    if (now.origin() == Origin.STORE && !current) {
      throw Rejected.because(
          ServerError.PRECONDITION_FAILED,
          "The definition of " + name + " is " + tag(now) + " by now, not " + match + ".");
    }
    return now.version();
  }

  private ResponseEntity<NamedDefinition> answer(Entry entry) {
    return ResponseEntity.ok().eTag(tag(entry)).body(told(entry));
  }

  private static String tag(Entry entry) {
    return entry.origin() == Origin.STORE
        ? "\"" + entry.version() + "\""
        : "\"file-" + Integer.toHexString(entry.definition().hashCode()) + "\"";
  }

  private NamedDefinition told(Entry entry) {
    return new NamedDefinition(
        entry.name(), origin(entry), entry.version(), catalog.keys(entry.definition()));
  }

  private static Summary summary(Entry entry) {
    var definition = entry.definition();
    return new Summary(
        entry.name(),
        definition.type(),
        definition.environment().name().toLowerCase(Locale.ROOT),
        definition.host(),
        definition.port(),
        definition.database(),
        origin(entry),
        entry.version(),
        definition.readOnly(),
        definition.tags());
  }

  private static String origin(Entry entry) {
    return entry.origin().name().toLowerCase(Locale.ROOT);
  }
}
