package dev.weir.server.alert;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.alert.AlertError;
import dev.weir.operations.notify.Channel;
import dev.weir.operations.notify.ChannelUrl;
import dev.weir.server.catalog.ServerCatalog;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The channels of {@code notification.channels}, as the configuration has them now. */
@Component
final class AlertChannels {
  private static final Set<String> REFERENCES = Set.of("env", "file", "sealed");

  private final ServerCatalog catalog;
  private final Secrets secrets;

  AlertChannels(ServerCatalog catalog, Secrets secrets) {
    this.catalog = catalog;
    this.secrets = secrets;
  }

  /**
   * The channel of this name.
   *
   * @throws Rejected with {@code ALERT-004}, or {@code NOTIFY-001} where its URL is wrong
   */
  Channel get(String name) {
    Secret url = catalog.settings().notification().channels().get(name);
    if (url == null) {
      throw Rejected.because(
          AlertError.UNKNOWN_CHANNEL,
          "notification.channels has no channel of the name " + name + ".");
    }
    String scheme = url.reveal().replaceFirst("://(?s).*", "");
    String resolved = REFERENCES.contains(scheme) ? secrets.resolve(url) : null;
    return ChannelUrl.parse(name, resolved == null ? url : Secret.of(resolved));
  }
}
