package dev.weir.server.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the reference says of one call beyond what its code tells.
 *
 * @param group calls of one group stand together
 * @param parameters by name, where a parameter means something else than usual
 * @param body what the members of the request's body mean, by name
 * @param request an example of the body; null where there is none
 * @param status what tells that it went well
 * @param answers an example of the answer for each media type; empty where there is no body
 * @param problems the codes that callers of it should know, besides those that hold for many calls
 */
record CallDescription(
    String group,
    String summary,
    String description,
    Map<String, String> parameters,
    Map<String, String> body,
    @Nullable String request,
    int status,
    Map<String, String> answers,
    List<String> problems) {

  static CallDescription of(Map<?, ?> entry) {
    Object answer = entry.get("answer");
    Object request = entry.get("request");
    Object status = entry.get("status");
    return new CallDescription(
        text(entry, "group"),
        text(entry, "summary"),
        text(entry, "description"),
        texts(entry.get("parameters")),
        texts(entry.get("body")),
        request == null ? null : request.toString().strip(),
        status instanceof Integer number ? number : answer == null ? 204 : 200,
        answer instanceof String json ? Map.of("application/json", json.strip()) : texts(answer),
        entry.get("problems") instanceof List<?> codes
            ? codes.stream().map(String::valueOf).toList()
            : List.of());
  }

  private static String text(Map<?, ?> entry, String member) {
    Object value = entry.get(member);
    return value == null ? "" : value.toString().strip();
  }

  static Map<String, String> texts(@Nullable Object entry) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (entry instanceof Map<?, ?> members) {
      members.forEach(
          (name, value) -> texts.put(String.valueOf(name), String.valueOf(value).strip()));
    }
    return texts;
  }
}
