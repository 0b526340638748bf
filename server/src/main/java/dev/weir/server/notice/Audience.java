package dev.weir.server.notice;

/** Who hears of something, by the keys {@code notification.on-…}. */
public enum Audience {
  FAILURE,
  SUCCESS,
  OVERDUE
}
