package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code redis://user:password@host:port/database}, or {@code rediss://} for a connection
 * that is encrypted and checked. User, password and parameters are percent-decoded; an IPv6 address
 * stands in brackets. No message ever repeats the URL, since it may hold a password.
 */
final class RedisUrl {
  private static final String EXAMPLE =
      " Write it as redis://host:6379/0, redis://user:password@host or rediss://host (TLS).";

  private final Definition.Builder definition;

  private RedisUrl(Definition.Builder definition) {
    this.definition = definition;
  }

  static Optional<Definition.Builder> parse(String name, String url) {
    String trimmed = url.strip();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    String plain = lower.startsWith("jdbc:") ? trimmed.substring(5) : trimmed;
    int colon = plain.indexOf(':');
    String scheme = colon < 0 ? "" : plain.substring(0, colon).toLowerCase(Locale.ROOT);
    if (scheme.startsWith("redis-") || scheme.startsWith("rediss-")) {
      throw wrong("Sentinel and socket URLs are not understood; name one server.");
    }
    if (!scheme.equals("redis") && !scheme.equals("rediss")) {
      return Optional.empty();
    }
    if (!plain.startsWith("//", colon + 1)) {
      throw wrong("Two slashes must follow " + scheme + ":.");
    }
    Definition.Builder definition = Definition.builder(name, "REDIS");
    if (scheme.equals("rediss")) {
      Tls none = Tls.DEFAULT;
      definition.tls(new Tls(Tls.Mode.VERIFY_FULL, null, null, null, none.minimumVersion()));
    }
    new RedisUrl(definition).read(plain.substring(colon + 3));
    return Optional.of(definition);
  }

  private void read(String rest) {
    if (rest.indexOf('#') >= 0) {
      throw wrong("A # in the password must be written %23.");
    }
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    if (question >= 0) {
      parameters(rest.substring(question + 1));
    }
    int slash = place.indexOf('/');
    String authority = slash < 0 ? place : place.substring(0, slash);
    if (slash >= 0) {
      database(place.substring(slash + 1));
    }
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      login(authority.substring(0, at));
    }
    address(authority.substring(at + 1));
  }

  private void login(String login) {
    int colon = login.indexOf(':');
    if (colon < 0) {
      throw wrong(
          "It is not clear whether a user or a password stands before the @:"
              + " write user:@host or :password@host.");
    }
    String user = decode(login.substring(0, colon));
    String password = decode(login.substring(colon + 1));
    definition.user(user.isEmpty() ? null : user);
    definition.password(password.isEmpty() ? null : Secret.of(password));
  }

  private void address(String address) {
    String host = address;
    String port = "";
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      if (end < 0 || (end + 1 < address.length() && address.charAt(end + 1) != ':')) {
        throw wrong("An IPv6 address stands in brackets, as in [::1]:6379.");
      }
      host = address.substring(1, end);
      if (!host.matches("[0-9A-Fa-f:.]+(%[\\w.]+)?") || host.indexOf(':') < 0) {
        throw wrong("What stands in brackets is not an IPv6 address.");
      }
      port = end + 1 < address.length() ? nonEmpty(address.substring(end + 2)) : "";
    } else if (address.indexOf(':') >= 0) {
      host = address.substring(0, address.indexOf(':'));
      port = nonEmpty(address.substring(address.indexOf(':') + 1));
    }
    if (!address.startsWith("[") && !host.matches("[\\p{L}\\p{N}._-]+")) {
      throw wrong(
          host.isEmpty() ? "The host is missing." : "The host holds a character that no host has.");
    }
    definition.host(host);
    definition.port(port.isEmpty() ? 0 : port(port));
  }

  private static String nonEmpty(String port) {
    if (port.isEmpty()) {
      throw wrong("The port after the colon is missing.");
    }
    return port;
  }

  private static int port(String port) {
    int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65_535) {
      throw wrong("The port must be a number from 1 to 65535.");
    }
    return number;
  }

  private void database(String database) {
    if (!database.matches("\\d{0,9}")) {
      throw wrong("After the slash stands the number of the database, such as 0.");
    }
    definition.database(database);
  }

  private void parameters(String query) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw wrong("A parameter is written key=value.");
      }
      definition.parameter(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
  }

  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw wrong("A % in user or password must be written %25.");
        }
        bytes.write(high << 4 | low);
        i += 3;
      } else {
        int codePoint = text.codePointAt(i);
        bytes.writeBytes(Texts.bytes(Character.toString(codePoint)));
        i += Character.charCount(codePoint);
      }
    }
    String decoded = Texts.utf8(bytes.toByteArray());
    if (decoded == null) {
      throw wrong("What is percent-encoded is not UTF-8.");
    }
    return decoded;
  }

  private static Rejected wrong(String problem) {
    return Rejected.because(
        CoreError.INVALID_URL, "The Redis URL cannot be understood. " + problem + EXAMPLE);
  }
}
