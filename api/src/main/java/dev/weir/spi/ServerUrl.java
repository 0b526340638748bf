package dev.weir.spi;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL such as {@code postgresql://user:secret@host:5432/database?key=value},
 * decoded; {@code jdbc:} before the scheme is accepted, IPv6 hosts stand in brackets.
 *
 * @param port 0 where the URL names none
 * @param path what follows the host, without its slash; empty where there is none
 */
public record ServerUrl(
    String scheme,
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    String path,
    Map<String, String> parameters) {
  /**
   * Takes a URL apart when its scheme is one of {@code schemes}.
   *
   * @param example shown when the URL cannot be understood
   * @throws Rejected with {@code WEIR-017}; the message never holds the URL, which may hold a
   *     password
   */
  public static Optional<ServerUrl> parse(String url, Set<String> schemes, String example) {
    String text = url.startsWith("jdbc:") ? url.substring(5) : url;
    int colon = text.indexOf("://");
    if (colon < 0 || !schemes.contains(text.substring(0, colon))) {
      return Optional.empty();
    }
    String scheme = text.substring(0, colon);
    String rest = text.substring(colon + 3);
    int question = rest.indexOf('?');
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(rest.substring(question + 1));
    String main = question < 0 ? rest : rest.substring(0, question);
    int slash = main.indexOf('/');
    String authority = slash < 0 ? main : main.substring(0, slash);
    String path = slash < 0 ? "" : decode(main.substring(slash + 1), example);
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : authority.substring(0, at);
    int separator = login.indexOf(':');
    String user =
        login.isEmpty()
            ? null
            : decode(separator < 0 ? login : login.substring(0, separator), example);
    String password = separator < 0 ? null : decode(login.substring(separator + 1), example);
    String place = authority.substring(at + 1);
    int portAt = place.startsWith("[") ? place.indexOf("]:") + 1 : place.lastIndexOf(':');
    String host = portAt <= 0 ? place : place.substring(0, portAt);
    int port = portAt <= 0 ? 0 : port(place.substring(portAt + 1), example);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.indexOf(' ') >= 0 || host.indexOf(',') >= 0) {
      throw wrong("its host is not one host name", example);
    }
    return Optional.of(
        new ServerUrl(
            scheme, user, password, host.isEmpty() ? "localhost" : host, port, path, parameters));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        parameters.put(
            decode(equals < 0 ? pair : pair.substring(0, equals), ""),
            equals < 0 ? "" : decode(pair.substring(equals + 1), ""));
      }
    }
    return parameters;
  }

  private static int port(String text, String example) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong("its port is not a number from 1 to 65535", example);
  }

  private static String decode(String text, String example) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(
          "it holds a percent sign that is not followed by two hexadecimal digits", example);
    }
  }

  private static Rejected wrong(String what, String example) {
    return Rejected.because(
        CoreError.INVALID_URL,
        "The URL cannot be understood: " + what + ". Write it as " + example + ".");
  }

  /** Tells neither user nor password nor parameters. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port == 0 ? "" : ":" + port) + "/" + path;
  }
}
