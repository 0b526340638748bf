package dev.weir.operations.notify;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.operations.notify.Channel.Mail;
import dev.weir.operations.notify.Channel.Mail.Security;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Channels as URLs:
 *
 * <pre>
 * smtp://user:password@mail.example.org:587?from=weir@example.org&amp;to=dba@example.org,it@example.org
 * smtps://mail.example.org?from=…&amp;to=…            smtp://relay.local:25?tls=none&amp;from=…&amp;to=…
 * slack://hooks.slack.com/services/T…/B…/…
 * teams://prod-1.westeurope.logic.azure.com/workflows/…
 * https://example.org/hook                            https://whsec_…@example.org/hook (signed)
 * </pre>
 *
 * {@code slack+http}, {@code teams+http} and {@code http} lead to a receiver without TLS.
 */
public final class ChannelUrl {
  private static final Set<String> MAIL_OPTIONS = Set.of("from", "to", "tls");

  private ChannelUrl() {}

  /**
   * The channel that a URL means.
   *
   * @throws Rejected with {@code NOTIFY-001}, which never repeats the URL
   */
  public static Channel parse(String name, Secret url) {
    URI uri = uri(name, url.reveal());
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "smtp", "smtps" -> mail(name, uri, scheme);
      case "slack" -> new Channel.Slack(name, with(uri, "https", null));
      case "slack+http" -> new Channel.Slack(name, with(uri, "http", null));
      case "teams" -> new Channel.Teams(name, with(uri, "https", null));
      case "teams+http" -> new Channel.Teams(name, with(uri, "http", null));
      case "https", "http" -> webhook(name, uri, scheme);
      default ->
          throw bad(
              name, "begins with none of smtp://, smtps://, slack://, teams://, https://, http://");
    };
  }

  private static URI uri(String name, String text) {
    try {
      URI uri = new URI(text.strip());
      if (uri.getHost() == null) {
        throw bad(name, "names no host");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw bad(name, "is not a URL (" + e.getReason() + " at character " + e.getIndex() + ")");
    }
  }

  private static Channel webhook(String name, URI uri, String scheme) {
    String key = uri.getUserInfo();
    return new Channel.Webhook(name, with(uri, scheme, null), key == null ? null : Secret.of(key));
  }

  private static Channel mail(String name, URI uri, String scheme) {
    Map<String, String> options = options(uri.getRawQuery());
    for (String option : options.keySet()) {
      if (!MAIL_OPTIONS.contains(option)) {
        throw bad(name, "has the unknown option " + option + "; mail knows from, to and tls");
      }
    }
    Security security = security(name, scheme, options.get("tls"));
    String from = options.get("from");
    String to = options.get("to");
    if (from == null || to == null) {
      throw bad(name, "lacks " + (from == null ? "from" : "to") + "=…, an address of mail");
    }
    String[] user = uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
    int port = uri.getPort() > 0 ? uri.getPort() : security == Security.TLS ? 465 : 587;
    return new Mail(
        name,
        uri.getHost(),
        port,
        security,
        user == null ? null : decoded(user[0]),
        user == null || user.length < 2 ? null : Secret.of(decoded(user[1])),
        address(name, from),
        Arrays.stream(to.split(",")).map(each -> address(name, each)).toList());
  }

  private static Security security(String name, String scheme, @Nullable String tls) {
    if (scheme.equals("smtps")) {
      return Security.TLS;
    }
    return switch (tls == null ? "starttls" : tls) {
      case "starttls" -> Security.STARTTLS;
      case "none" -> Security.NONE;
      default -> throw bad(name, "has tls=" + tls + "; it may be starttls or none");
    };
  }

  private static String address(String name, String text) {
    String address = text.strip();
    if (!address.matches("[^@\\s<>,]+@[^@\\s<>,]+")) {
      throw bad(name, "has an address of mail that is none");
    }
    return address;
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String part : query == null ? List.<String>of() : List.of(query.split("&"))) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        options.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
      }
    }
    return options;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Secret with(URI uri, String scheme, @Nullable String user) {
    try {
      return Secret.of(
          new URI(
                  scheme,
                  user,
                  uri.getHost(),
                  uri.getPort(),
                  uri.getPath(),
                  uri.getQuery(),
                  uri.getFragment())
              .toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("A URL that was read cannot be written", e);
    }
  }

  private static Rejected bad(String name, String why) {
    return Rejected.because(
        NotifyError.BAD_CHANNEL, "The URL of the notification channel " + name + " " + why + ".");
  }
}
