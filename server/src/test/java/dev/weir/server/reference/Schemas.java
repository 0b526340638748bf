package dev.weir.server.reference;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Compares examples with the schemas of the document. */
final class Schemas {
  private Schemas() {}

  static JsonNode resolved(JsonNode document, JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    return reference.isEmpty() ? schema : document.at(reference.substring(1));
  }

  /** The members of an example that its schema does not know, and the other way round. */
  static List<String> differences(
      JsonNode document, JsonNode schema, JsonNode example, String place, boolean whole) {
    JsonNode known = resolved(document, schema);
    List<String> found = new ArrayList<>();
    if (example.isArray()) {
      for (JsonNode item : example) {
        found.addAll(differences(document, known.path("items"), item, place + "/-", whole));
      }
    } else if (example.isObject() && known.has("properties")) {
      JsonNode members = known.path("properties");
      example
          .properties()
          .forEach(member -> {
            String here = place + "/" + member.getKey();
            if (!members.has(member.getKey())) {
              found.add(here + " is not in the schema");
            } else {
              found.addAll(
                  differences(
                      document, members.path(member.getKey()), member.getValue(), here, whole));
            }
          });
      if (whole) {
        members.propertyNames().stream()
            .filter(name -> !example.has(name))
            .forEach(name -> found.add(place + "/" + name + " is not in the example"));
      }
    }
    return found;
  }
}
