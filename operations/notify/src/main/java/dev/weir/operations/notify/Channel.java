package dev.weir.operations.notify;

import dev.weir.api.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach people. Written as one URL, see {@link ChannelUrl}; what is secret of it shows
 * nowhere.
 */
public sealed interface Channel {
  /** What the configuration calls it. */
  String name();

  /** Where it leads, without anything secret. */
  String describe();

  /**
   * Mail over SMTP.
   *
   * @param user null to send without signing in
   * @param to one address at least
   */
  record Mail(
      String name,
      String host,
      int port,
      Security security,
      @Nullable String user,
      @Nullable Secret password,
      String from,
      List<String> to)
      implements Channel {
    public Mail {
      to = List.copyOf(to);
    }

    @Override
    public String describe() {
      return "mail to " + String.join(", ", to) + " by " + host + ":" + port;
    }

    /** How the connection to the mail server is encrypted. */
    public enum Security {
      /** From the first byte. */
      TLS,
      /** By STARTTLS, or not at all: nothing is sent to a server that cannot. */
      STARTTLS,
      /** Never. */
      NONE
    }
  }

  /** An incoming webhook of Slack. */
  record Slack(String name, Secret url) implements Channel {
    @Override
    public String describe() {
      return "Slack at " + URI.create(url.reveal()).getHost();
    }
  }

  /** A workflow of Microsoft Teams that posts cards. */
  record Teams(String name, Secret url) implements Channel {
    @Override
    public String describe() {
      return "Teams at " + URI.create(url.reveal()).getHost();
    }
  }

  /**
   * Any program that takes JSON by POST.
   *
   * @param url may hold a secret in its path or query, so it is one
   * @param key signs each message by the Standard Webhooks scheme; null to send without signature
   */
  record Webhook(String name, Secret url, @Nullable Secret key) implements Channel {
    @Override
    public String describe() {
      return "webhook at " + URI.create(url.reveal()).getHost();
    }
  }
}
