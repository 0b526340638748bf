package dev.weir.engine.encode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The formats at hand, found by their name or their media type. */
public final class Encoders {
  private final List<Encoder> all;

  private Encoders(List<Encoder> all) {
    this.all = List.copyOf(all);
  }

  /** The formats of this module, and those that {@code loader} finds. */
  public static Encoders installed(ClassLoader loader) {
    List<Encoder> all =
        new ArrayList<>(
            List.of(
                new TableEncoder(),
                new JsonEncoder(),
                new NdjsonEncoder(),
                new CsvEncoder(),
                new ResultDocument()));
    ServiceLoader.load(Encoder.class, loader).forEach(all::add);
    return new Encoders(all);
  }

  public static Encoders installed() {
    return installed(Encoders.class.getClassLoader());
  }

  /** All formats; where two share a name or a media type the first is found. */
  public List<Encoder> all() {
    return all;
  }

  public List<String> names() {
    return all.stream().map(Encoder::name).toList();
  }

  public Optional<Encoder> named(String name) {
    return all.stream().filter(encoder -> encoder.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Parameters of the media type, such as a character set, do not matter. */
  public Optional<Encoder> mediaType(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return all.stream().filter(encoder -> encoder.mediaType().equals(bare)).findFirst();
  }
}
