package dev.weir.server.metrics;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;

/** The formats in which metrics are told. */
enum Exposition {
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private static final MediaType OPEN = MediaType.parseMediaType("application/openmetrics-text");

  private final String type;

  Exposition(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /**
   * What a scraper wants most by its {@code Accept} header, as RFC 9110 weighs it; the text format
   * where it names neither, cannot be read, or is not there.
   */
  static Exposition preferred(@Nullable String accept) {
    if (accept == null || accept.isBlank()) {
      return TEXT;
    }
    try {
      return MediaType.parseMediaTypes(accept).stream()
          .filter(wanted -> wanted.getQualityValue() > 0)
          .filter(wanted -> open(wanted) || wanted.includes(MediaType.TEXT_PLAIN))
          .max(Comparator.comparingDouble(MediaType::getQualityValue))
          .map(wanted -> open(wanted) ? OPEN_METRICS : TEXT)
          .orElse(TEXT);
    } catch (InvalidMediaTypeException | InvalidMimeTypeException e) {
      return TEXT;
    }
  }

  /** Of OpenMetrics version 1 is spoken; whoever wants 0.0.1 alone gets text. */
  private static boolean open(MediaType wanted) {
    String version = wanted.getParameter("version");
    return OPEN.equalsTypeAndSubtype(wanted) && (version == null || version.startsWith("1."));
  }
}
