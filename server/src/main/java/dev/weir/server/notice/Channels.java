package dev.weir.server.notice;

import dev.weir.Home;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.config.Settings;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.notify.Channel;
import dev.weir.operations.notify.ChannelUrl;
import dev.weir.server.catalog.ServerCatalog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The channels of an audience, as the configuration says them now. {@code notification.webhook}
 * hears of what failed and what is overdue.
 */
@Component
final class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private static final String CHANNEL = "(?is)(smtps?|(slack|teams)(\\+http)?|https?)://.*";

  private final ServerCatalog catalog;
  private final Home home;

  Channels(ServerCatalog catalog, Home home) {
    this.catalog = catalog;
    this.home = home;
    explain();
    catalog.follow(this::explain);
  }

  /** A channel that cannot be understood is logged and left out. */
  List<Channel> of(Audience audience) {
    Settings.Notification settings = catalog.settings().notification();
    if (!settings.enabled()) {
      return List.of();
    }
    List<Channel> channels = named(names(settings, audience));
    Secret webhook = settings.webhook();
    if (webhook != null && audience != Audience.SUCCESS) {
      add(channels, "webhook", webhook, secrets());
    }
    return channels;
  }

  /** Those of these names, whether or not anybody hears of long work that ends. */
  List<Channel> named(List<String> names) {
    Settings.Notification settings = catalog.settings().notification();
    Secrets secrets = secrets();
    List<Channel> channels = new ArrayList<>();
    for (String name : names) {
      Secret url = settings.channels().get(name);
      if (url == null) {
        LOG.warn("notification.channels has no channel {}", name);
      } else {
        add(channels, name, url, secrets);
      }
    }
    return channels;
  }

  private Secrets secrets() {
    return Secrets.standard(home.folder(), System.getenv());
  }

  private static List<String> names(Settings.Notification settings, Audience audience) {
    return switch (audience) {
      case FAILURE -> settings.onFailure();
      case SUCCESS -> settings.onSuccess();
      case OVERDUE -> settings.onOverdue();
    };
  }

  private static void add(List<Channel> to, String name, Secret url, Secrets secrets) {
    try {
      // Such a URL looks like a reference to a secret, and is none.
      String said = url.reveal().strip();
      String revealed = said.matches(CHANNEL) ? said : String.valueOf(secrets.resolve(url));
      to.add(ChannelUrl.parse(name, Secret.of(kind(name, revealed))));
    } catch (WeirException wrong) {
      LOG.warn("The notification channel {}: {}", name, wrong.explanation());
    }
  }

  /** The older key holds a plain address, whose host tells whose it is. */
  private static String kind(String name, String url) {
    if (!name.equals("webhook") || !url.startsWith("https://")) {
      return url;
    }
    String host = String.valueOf(URI.create(url.strip()).getHost());
    String rest = url.substring("https".length());
    if (host.equals("hooks.slack.com")) {
      return "slack" + rest;
    }
    return host.endsWith(".webhook.office.com") || host.endsWith(".logic.azure.com")
        ? "teams" + rest
        : url;
  }

  private void explain() {
    Settings.Notification settings = catalog.settings().notification();
    boolean wanted =
        !settings.onFailure().isEmpty()
            || !settings.onSuccess().isEmpty()
            || !settings.onOverdue().isEmpty();
    if (wanted && !settings.enabled()) {
      LOG.warn("Nobody is notified, as notification.enabled is false");
    }
    if (settings.enabled() && settings.email() != null) {
      LOG.warn(
          "No mail goes to notification.email, as no mail server is known;"
              + " write it as a channel smtp://server?from=…&to=… into notification.channels");
    }
  }
}
