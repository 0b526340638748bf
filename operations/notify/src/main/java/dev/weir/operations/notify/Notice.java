package dev.weir.operations.notify;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people shall be told. Holds nothing secret and no data of a row.
 *
 * @param id the same for every delivery of this notice, so that a receiver can tell a repetition
 * @param event what happened, such as {@code backup.failed}
 * @param title one line
 * @param text what it means and what to do next; plain text, may have several lines
 * @param database null where it is not about one
 * @param facts shown as a list, in this order, such as {@code size} and {@code duration}
 * @param link where to read on; null for nowhere
 * @param page what mail carries along as a file, and no other channel; null for none
 */
public record Notice(
    String id,
    String event,
    Severity severity,
    String title,
    String text,
    @Nullable String database,
    Map<String, String> facts,
    @Nullable URI link,
    Instant at,
    @Nullable Page page) {
  public Notice {
    title = title.replaceAll("\\s+", " ").strip();
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** One without a page. */
  public Notice(
      String id,
      String event,
      Severity severity,
      String title,
      String text,
      @Nullable String database,
      Map<String, String> facts,
      @Nullable URI link,
      Instant at) {
    this(id, event, severity, title, text, database, facts, link, at, null);
  }

  /**
   * A page of HTML that needs nothing else.
   *
   * @param name of the file, such as {@code clinic.html}
   */
  public record Page(String name, String html) {}

  /** How soon somebody should look. */
  public enum Severity {
    /** What was bad is good again. */
    RESOLVED("✅", "#2E8540"),
    /** When there is time. */
    INFO("ℹ️", "#205493"),
    /** Today. */
    WARNING("⚠️", "#B8860B"),
    /** Now. */
    CRITICAL("🔴", "#B31B1B");

    private final String sign;
    private final String colour;

    Severity(String sign, String colour) {
      this.sign = sign;
      this.colour = colour;
    }

    String sign() {
      return sign;
    }

    String colour() {
      return colour;
    }
  }
}
