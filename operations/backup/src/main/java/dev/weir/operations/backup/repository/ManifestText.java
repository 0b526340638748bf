package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Meter;
import dev.weir.spi.backup.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manifests as JSON, sealed: {@code seal.sha256} is the SHA-256 of the document without its seal,
 * with sorted keys and no white space (what {@code jq -cjS 'del(.seal)'} prints), and {@code
 * seal.hmac} the HMAC of the same when the backup is encrypted.
 */
final class ManifestText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Scope.class, new ScopeWriter())
                  .addDeserializer(Scope.class, new ScopeReader()))
          .build();

  private ManifestText() {}

  static byte[] write(Manifest manifest, BackupKeys keys) {
    ObjectNode document = JSON.createObjectNode();
    document.put("format", Manifest.FORMAT);
    ObjectNode content = JSON.valueToTree(manifest);
    document.setAll(content);
    byte[] canonical = canonical(document);
    ObjectNode seal = document.putObject("seal");
    seal.put("sha256", Meter.sha256(canonical));
    if (manifest.encryption() != null) {
      seal.put("hmac", keys.mac(manifest.encryption().key(), canonical));
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }

  /**
   * Reads a manifest and checks its seal. The HMAC can be checked only where the key is; without it
   * the checksum alone stands.
   *
   * @param where its key, for messages
   */
  static Manifest read(byte[] text, BackupKeys keys, String where) {
    ObjectNode document = parse(text, where);
    String format = document.path("format").asString("");
    if (!format.equals(Manifest.FORMAT)) {
      throw format.startsWith("weir-backup/")
          ? BackupError.NEWER_FORMAT.because(where + " is of the format " + format + ".")
          : damaged(where, "it is no manifest of a backup", null);
    }
    JsonNode seal = document.remove("seal");
    byte[] canonical = canonical(document);
    if (seal == null || !Meter.sha256(canonical).equals(seal.path("sha256").asString(""))) {
      throw damaged(where, "its content does not match its seal", null);
    }
    Manifest manifest = bind(document, where);
    authenticate(manifest, seal, canonical, keys, where);
    return manifest;
  }

  private static ObjectNode parse(byte[] text, String where) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode document) {
        return document;
      }
      throw damaged(where, "it is no JSON object", null);
    } catch (JacksonException broken) {
      throw damaged(where, "it is no JSON", broken);
    }
  }

  private static Manifest bind(ObjectNode document, String where) {
    try {
      document.remove("format");
      return JSON.treeToValue(document, Manifest.class);
    } catch (JacksonException | IllegalArgumentException | NullPointerException broken) {
      throw damaged(where, "parts of it are missing or unknown", broken);
    }
  }

  private static void authenticate(
      Manifest manifest, JsonNode seal, byte[] canonical, BackupKeys keys, String where) {
    Manifest.Encryption encryption = manifest.encryption();
    if (encryption != null
        && keys.ids().contains(encryption.key())
        && !keys.verifies(encryption.key(), canonical, seal.path("hmac").asString(""))) {
      throw BackupError.NOT_AUTHENTIC.because(
          where + " was not made with the key " + encryption.key() + " that it names.");
    }
  }

  private static RuntimeException damaged(String where, String how, @Nullable Exception cause) {
    return BackupError.MANIFEST_DAMAGED.because(
        "The manifest " + where + " is damaged: " + how + ".", cause);
  }

  /** The bytes that the seal is over. */
  static byte[] canonical(ObjectNode document) {
    return sorted(document).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JSON.createObjectNode();
      object.propertyNames().stream()
          .sorted()
          .forEach(name -> sorted.set(name, sorted(object.get(name))));
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JSON.createArrayNode();
      array.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    return node;
  }

  private static final class ScopeWriter extends ValueSerializer<Scope> {
    @Override
    public void serialize(Scope scope, JsonGenerator out, SerializationContext context) {
      out.writeStartObject();
      ScopeText.write(scope).forEach(out::writeStringProperty);
      out.writeEndObject();
    }
  }

  private static final class ScopeReader extends ValueDeserializer<Scope> {
    @Override
    public Scope deserialize(JsonParser in, DeserializationContext context) {
      return ScopeText.read(in.readValueAs(new TypeReference<Map<String, String>>() {}));
    }
  }
}
