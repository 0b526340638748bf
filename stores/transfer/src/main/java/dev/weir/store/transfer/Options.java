package dev.weir.store.transfer;

import dev.weir.api.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a store, read with their types; what is wrong with them is gathered. */
public final class Options {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final Map<String, Secret> values;
  private final List<String> problems = new ArrayList<>();

  private Options(Map<String, Secret> values) {
    this.values = values;
  }

  /** Options of which only those in {@code known} are allowed. */
  public static Options of(Map<String, Secret> values, Map<String, String> known) {
    Options options = new Options(values);
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.containsKey(name)) {
        options.problem(
            "There is no option '" + name + "'; known are " + new TreeSet<>(known.keySet()) + ".");
      }
    }
    return options;
  }

  public void problem(String sentence) {
    problems.add(sentence);
  }

  /** What was found wrong so far, each a sentence. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public boolean has(String name) {
    return text(name).isPresent();
  }

  /** The text of an option; empty when it is not set or blank. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Secret::reveal).filter(t -> !t.isBlank());
  }

  /** A switch, {@code true} or {@code false}. */
  public boolean flag(String name, boolean usual) {
    String text = text(name).orElse(String.valueOf(usual));
    if (!text.equals("true") && !text.equals("false")) {
      problem("Set " + name + " to true or false.");
      return usual;
    }
    return text.equals("true");
  }

  /** A positive length of time such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
  public Duration duration(String name, Duration usual) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return usual;
    }
    Matcher matcher = DURATION.matcher(text.get());
    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
    if (duration.isZero()) {
      problem("Set " + name + " to a length of time such as 500ms, 30s, 5m or 1h.");
      return usual;
    }
    return duration;
  }

  private static Duration duration(Matcher matcher) {
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** An address such as {@code http://127.0.0.1:9000}. */
  public Optional<java.net.URI> address(String name) {
    Optional<java.net.URI> address = text(name).flatMap(Options::uri);
    if (has(name) && address.isEmpty()) {
      problem("Set " + name + " to an address such as https://storage.example.com.");
    }
    return address;
  }

  private static Optional<java.net.URI> uri(String text) {
    try {
      java.net.URI uri = new java.net.URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (java.net.URISyntaxException e) {
      return Optional.empty();
    }
  }
}
