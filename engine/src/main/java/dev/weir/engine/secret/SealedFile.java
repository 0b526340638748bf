package dev.weir.engine.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What {@code secrets.json} holds: the sealed key set, and the sealed values by their names. */
record SealedFile(byte[] keyset, Map<String, Entry> entries) {
  private static final int VERSION = 1;

  SealedFile {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /** A sealed value. */
  record Entry(byte[] value, Instant created, Instant changed) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry entry
          && Arrays.equals(value, entry.value)
          && created.equals(entry.created)
          && changed.equals(entry.changed);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  /** True before the first secret was sealed. */
  boolean isNew() {
    return keyset.length == 0;
  }

  SealedFile with(Map<String, Entry> changedEntries, byte[] changedKeyset) {
    return new SealedFile(changedKeyset, changedEntries);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SealedFile sealed
        && Arrays.equals(keyset, sealed.keyset)
        && entries.equals(sealed.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  /** The file's content; nothing when there is no file yet. */
  static SealedFile read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException none) {
      return new SealedFile(new byte[0], Map.of());
    } catch (IOException failed) {
      throw MasterKey.unreadable("The sealed secrets " + file + " cannot be read.", failed);
    } catch (YamlEngineException
        | ClassCastException
        | NullPointerException
        | DateTimeException
        | IllegalArgumentException broken) {
      throw MasterKey.unreadable(
          "The sealed secrets " + file + " are damaged: put back a copy of the file.", null);
    }
  }

  // JSON is YAML; the engine has a parser for that already.
  private static SealedFile parse(String text) {
    Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    if (!Integer.valueOf(VERSION).equals(root.get("version"))) {
      throw new IllegalArgumentException("version");
    }
    Map<String, Entry> entries = new TreeMap<>();
    ((Map<?, ?>) text(root, "secrets", Map.class))
        .forEach((name, value) -> {
          Map<?, ?> entry = (Map<?, ?>) value;
          entries.put(
              (String) name,
              new Entry(
                  bytes(entry, "value"), instant(entry, "created"), instant(entry, "changed")));
        });
    return new SealedFile(bytes(root, "keyset"), entries);
  }

  private static <T> T text(Map<?, ?> map, String key, Class<T> as) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key);
    }
    return as.cast(value);
  }

  private static byte[] bytes(Map<?, ?> map, String key) {
    return Base64.getDecoder().decode(text(map, key, String.class));
  }

  private static Instant instant(Map<?, ?> map, String key) {
    return Instant.parse(text(map, key, String.class));
  }

  void write(Path file) throws IOException {
    PrivateFiles.replace(file, json().getBytes(StandardCharsets.UTF_8));
  }

  // Names, base64 and instants hold nothing that JSON would want escaped.
  private String json() {
    StringBuilder json = new StringBuilder();
    json.append("{\n  \"version\": ").append(VERSION).append(",\n  \"keyset\": ");
    json.append(quoted(Base64.getEncoder().encodeToString(keyset))).append(",\n  \"secrets\": {");
    String separator = "\n    ";
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      json.append(separator).append(quoted(each.getKey())).append(": {\"value\": ");
      json.append(quoted(Base64.getEncoder().encodeToString(entry.value())));
      json.append(", \"created\": ").append(quoted(entry.created().toString()));
      json.append(", \"changed\": ").append(quoted(entry.changed().toString())).append("}");
      separator = ",\n    ";
    }
    return json.append("\n  }\n}\n").toString();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
