package dev.weir.cli;

import dev.weir.engine.OpenDatabase;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.monitor.Rates;
import dev.weir.spi.monitor.Figure;
import java.util.Locale;

/** The figures of a picture as rows for programs. */
final class PictureRows {
  private PictureRows() {}

  static Listing of(OpenDatabase database, Picture before, Picture now) {
    Listing listing =
        Listing.of("database", "about", "figure", "kind", "unit", "value:float", "perSecond:float");
    Rates rates = now.since(before);
    for (Figure figure : now.server().items()) {
      var rate = rates.perSecond(figure.name(), figure.about());
      listing.add(
          database.name(),
          figure.about(),
          figure.name(),
          lower(figure.kind()),
          lower(figure.unit()),
          figure.value(),
          rate.isPresent() ? rate.getAsDouble() : null);
    }
    own(listing, database.name(), "pool.active", now.pool().active());
    own(listing, database.name(), "pool.idle", now.pool().idle());
    own(listing, database.name(), "pool.waiting", now.pool().waiting());
    own(listing, database.name(), "pool.limit", now.pool().limit());
    quantile(listing, database.name(), now, "path.p50", 0.5);
    quantile(listing, database.name(), now, "path.p95", 0.95);
    quantile(listing, database.name(), now, "path.p99", 0.99);
    return listing;
  }

  private static void own(Listing listing, String database, String name, double value) {
    listing.add(database, "weir", name, "gauge", "count", value, null);
  }

  private static void quantile(
      Listing listing, String database, Picture of, String name, double share) {
    if (of.path().timed() > 0) {
      listing.add(
          database, "weir", name, "gauge", "seconds", of.path().quantile(share) / 1e9, null);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
