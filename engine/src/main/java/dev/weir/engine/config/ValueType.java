package dev.weir.engine.config;

import dev.weir.api.Definition.Replica;
import dev.weir.api.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a key's value may be: how it is read from text, written back, described and put into a
 * schema. {@link #parse} throws {@link IllegalArgumentException} with a sentence for the user that
 * does not repeat a secret.
 */
sealed interface ValueType {
  Object parse(String text);

  default String render(Object value) {
    return value.toString();
  }

  /** A few words for the reference page. */
  String label();

  /** Its JSON Schema. */
  Map<String, Object> schema();

  /** Every value may also be written as text with a variable in it. */
  static Map<String, Object> orVariable(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, Map.of("type", "string", "pattern", "\\$\\{[^}]+\\}")));
  }

  private static Map<String, Object> schemaOf(Object... pairs) {
    Map<String, Object> schema = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      schema.put((String) pairs[i], pairs[i + 1]);
    }
    return schema;
  }

  /**
   * Any text that matches.
   *
   * @param pattern a regular expression of the whole
   * @param wanted says what is wanted, for messages
   */
  record Text(String pattern, String wanted) implements ValueType {
    static final Text ANY = new Text("(?s).*", "text");

    @Override
    public Object parse(String text) {
      if (!text.matches(pattern)) {
        throw new IllegalArgumentException("This must be " + wanted + ".");
      }
      return text;
    }

    @Override
    public String label() {
      return wanted;
    }

    @Override
    public Map<String, Object> schema() {
      return this.equals(ANY)
          ? schemaOf("type", List.of("string", "number", "boolean"))
          : schemaOf("type", "string", "pattern", "^(?:" + pattern + ")$");
    }
  }

  /** The name or address of a machine; the folder of a Unix socket is told as what it is. */
  record Host(Text text) implements ValueType {
    @Override
    public Object parse(String host) {
      if (host.startsWith("/") || host.startsWith("@")) {
        throw new IllegalArgumentException(
            "Unix sockets cannot be used, as the drivers speak TCP; name a host such as localhost"
                + " where the server listens too.");
      }
      return text.parse(host);
    }

    @Override
    public String label() {
      return text.label();
    }

    @Override
    public Map<String, Object> schema() {
      return text.schema();
    }
  }

  /** The name of an engine; written in any case, kept in capitals. */
  record Engine() implements ValueType {
    private static final Map<String, String> USUAL =
        Map.of(
            "POSTGRES", "POSTGRESQL",
            "PG", "POSTGRESQL",
            "SQLSERVER", "MSSQL",
            "SQL_SERVER", "MSSQL",
            "MONGO", "MONGODB",
            "SQLITE3", "SQLITE");

    @Override
    public Object parse(String text) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      if (!name.matches("[A-Z][A-Z0-9_]*")) {
        throw new IllegalArgumentException("This must be the name of an engine, as postgresql.");
      }
      return USUAL.getOrDefault(name, name);
    }

    @Override
    public String label() {
      return "engine";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", "string", "pattern", "^[A-Za-z][A-Za-z0-9_-]*$");
    }
  }

  /** A whole number within bounds. */
  record Whole(int min, int max) implements ValueType {
    @Override
    public Object parse(String text) {
      int value;
      try {
        value = Math.toIntExact(Long.parseLong(text.strip().replace("_", "")));
      } catch (ArithmeticException | NumberFormatException notWhole) {
        throw new IllegalArgumentException("This must be a whole number, " + bounds() + ".");
      }
      if (value < min || value > max) {
        throw new IllegalArgumentException(value + " is out of range: " + bounds() + ".");
      }
      return value;
    }

    private String bounds() {
      return min + " to " + max;
    }

    @Override
    public String label() {
      return "whole number, " + bounds();
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", "integer", "minimum", min, "maximum", max);
    }
  }

  /** A number within bounds; a share may also be written as {@code 50%}. */
  record Real(double min, double max) implements ValueType {
    @Override
    public Object parse(String text) {
      double value;
      try {
        String number = text.strip();
        value =
            number.endsWith("%")
                ? Double.parseDouble(number.substring(0, number.length() - 1)) / 100
                : Double.parseDouble(number);
      } catch (NumberFormatException notNumber) {
        throw new IllegalArgumentException("This must be a number, " + bounds() + ".");
      }
      if (!(value >= min && value <= max)) {
        throw new IllegalArgumentException(text + " is out of range: " + bounds() + ".");
      }
      return value;
    }

    private String bounds() {
      return plain(min) + " to " + plain(max);
    }

    private static String plain(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public String label() {
      return "number, " + bounds();
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf(
          "anyOf",
          List.of(
              schemaOf("type", "number", "minimum", min, "maximum", max),
              schemaOf("type", "string", "pattern", "^[0-9.]+%$")));
    }
  }

  /** A time with its unit: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1m30s}. */
  record Time(Duration min, Duration max) implements ValueType {
    @Override
    public Object parse(String text) {
      Duration value = Times.parse(text);
      if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            Times.render(value) + " is out of range: " + bounds() + ".");
      }
      return value;
    }

    @Override
    public String render(Object value) {
      return Times.render((Duration) value);
    }

    private String bounds() {
      return Times.render(min) + " to " + Times.render(max);
    }

    @Override
    public String label() {
      return "duration, " + bounds();
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", List.of("string", "integer"), "pattern", Times.PATTERN);
    }
  }

  /** Yes or no. */
  record Flag() implements ValueType {
    @Override
    public Object parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "1" -> true;
        case "false", "no", "off", "0" -> false;
        default -> throw new IllegalArgumentException("This must be true or false.");
      };
    }

    @Override
    public String label() {
      return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("enum", List.of(true, false, "true", "false", "yes", "no", "on", "off"));
    }
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  record Choice(Class<? extends Enum<?>> of, Map<String, String> aliases) implements ValueType {
    Choice(Class<? extends Enum<?>> of) {
      this(of, Map.of());
    }

    @Override
    public Object parse(String text) {
      String word = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
      String meant = aliases.getOrDefault(word, word);
      for (Enum<?> constant : of.getEnumConstants()) {
        if (render(constant).equals(meant)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(
          "This must be one of "
              + String.join(", ", names())
              + "."
              + Nearest.suggestion(word, names()).map(hint -> " " + hint).orElse(""));
    }

    @Override
    public String render(Object value) {
      return ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<String> names() {
      return Stream.of(of.getEnumConstants()).map(this::render).toList();
    }

    @Override
    public String label() {
      return String.join(", ", names());
    }

    @Override
    public Map<String, Object> schema() {
      List<String> words = new ArrayList<>(names());
      aliases.keySet().stream().sorted().forEach(words::add);
      return schemaOf("enum", words);
    }
  }

  /** A number of bytes a second, such as {@code 20MB}. */
  record Rate() implements ValueType {
    @Override
    public Object parse(String text) {
      return Rates.parse(text);
    }

    @Override
    public String label() {
      return "bytes a second, such as 20MB";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", List.of("string", "integer"), "pattern", "^" + Rates.PATTERN + "$");
    }
  }

  /** A time zone, such as {@code Europe/Stockholm}. */
  record Zone() implements ValueType {
    @Override
    public Object parse(String text) {
      try {
        return java.time.ZoneId.of(text.strip());
      } catch (java.time.DateTimeException unknown) {
        throw new IllegalArgumentException("This must be a time zone such as Europe/Stockholm.");
      }
    }

    @Override
    public String label() {
      return "time zone";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", "string");
    }
  }

  /** Names in a list, or in one line with commas between them. */
  record Names() implements ValueType {
    @Override
    public Object parse(String text) {
      return Stream.of(text.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList();
    }

    @Override
    public String render(Object value) {
      return String.join(",", ((List<?>) value).stream().map(Object::toString).toList());
    }

    @Override
    public String label() {
      return "list of names";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", List.of("string", "array"), "items", schemaOf("type", "string"));
    }
  }

  /** The least version of TLS. */
  record TlsVersion() implements ValueType {
    @Override
    public Object parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "tlsv1.2", "1.2" -> "TLSv1.2";
        case "tlsv1.3", "1.3" -> "TLSv1.3";
        default -> throw new IllegalArgumentException("This must be TLSv1.2 or TLSv1.3.");
      };
    }

    @Override
    public String label() {
      return "TLSv1.2, TLSv1.3";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("enum", List.of("TLSv1.2", "TLSv1.3", "1.2", "1.3", 1.2, 1.3));
    }
  }

  /**
   * A secret or a reference to one; never shown.
   *
   * @param refers false for what is always the secret itself, whatever it looks like
   */
  record Hidden(boolean refers) implements ValueType {
    Hidden() {
      this(true);
    }

    /** True when the secret itself was written down. */
    boolean isLiteral(Secret secret) {
      return !refers || Sensitive.isLiteral(secret);
    }

    @Override
    public Object parse(String text) {
      return Secret.of(text);
    }

    @Override
    public String label() {
      return refers ? "secret or reference" : "URL";
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", List.of("string", "integer"));
    }
  }

  /** A mapping from names to values of one type; written in one line as {@code a=1,b=2}. */
  record Entries(ValueType of) implements ValueType {
    @Override
    public Object parse(String text) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (String entry : text.split(",", -1)) {
        int equals = entry.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("This must look like name=value,name=value.");
        }
        entries.put(entry.substring(0, equals).strip(), of.parse(entry.substring(equals + 1)));
      }
      return entries;
    }

    @Override
    public String label() {
      return "names with " + of.label();
    }

    @Override
    public Map<String, Object> schema() {
      return schemaOf("type", "object", "additionalProperties", orVariable(of.schema()));
    }
  }

  /** Nodes to read from; in one line as {@code host:port,host:port}. */
  record Replicas() implements ValueType {
    static final ValueType PORT = new Whole(1, 65535);
    private static final Pattern ADDRESS =
        Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s/@]+)(?::(\\d+))?");

    @Override
    public Object parse(String text) {
      List<Replica> replicas = new ArrayList<>();
      for (String address : text.split(",", -1)) {
        replicas.add(one("replica-" + (replicas.size() + 1), address.strip()));
      }
      return replicas;
    }

    static Replica one(String name, String address) {
      var matcher = ADDRESS.matcher(address);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("A replica must look like host or host:port.");
      }
      String port = matcher.group(2);
      String host = matcher.group(1).replaceAll("[\\[\\]]", "");
      return new Replica(name, host, port == null ? 0 : (int) PORT.parse(port), null);
    }

    @Override
    public String render(Object value) {
      List<String> written = new ArrayList<>();
      for (Object each : (List<?>) value) {
        Replica replica = (Replica) each;
        written.add(
            replica.name()
                + "="
                + replica.host()
                + (replica.port() == 0 ? "" : ":" + replica.port())
                + (replica.region() == null ? "" : "@" + replica.region()));
      }
      return String.join(",", written);
    }

    @Override
    public String label() {
      return "list of host:port, or of name, host, port, region";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> replica =
          schemaOf(
              "type",
              "object",
              "properties",
              schemaOf(
                  "name", Text.ANY.schema(),
                  "host", Text.ANY.schema(),
                  "server", Text.ANY.schema(),
                  "port", orVariable(PORT.schema()),
                  "region", Text.ANY.schema()),
              "additionalProperties",
              false);
      return schemaOf(
          "type",
          "array",
          "items",
          schemaOf("anyOf", List.of(schemaOf("type", "string"), replica)));
    }
  }
}
