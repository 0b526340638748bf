package dev.weir.server.metrics;

/** Metrics that look anew before they are scraped. */
public interface Refreshed {
  /** Adds series that are new; quick, as the scrape waits for it. */
  void refresh();
}
