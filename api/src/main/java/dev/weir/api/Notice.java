package dev.weir.api;

import java.time.Instant;

/** What a listener is told, in the order in which it came. */
public sealed interface Notice {
  /** When it was told here. */
  Instant received();

  /**
   * Somebody notified a channel.
   *
   * @param channel the channel itself, also where a pattern is listened to
   * @param payload what was sent along; empty where nothing was
   */
  record Notification(String channel, String payload, Instant received) implements Notice {
    /** Safe to log: leaves the payload out. */
    @Override
    public String toString() {
      return "Notification[" + channel + ", " + payload.length() + " characters]";
    }
  }

  /**
   * Notifications may have been missed. Told when the channels are listened to again, so that
   * whoever now reads the state that the notifications speak of misses nothing.
   *
   * @param since when it was last known that nothing was missed
   * @param received when listening went on
   * @param reason why, in a sentence
   */
  record Gap(Instant since, Instant received, String reason) implements Notice {}
}
