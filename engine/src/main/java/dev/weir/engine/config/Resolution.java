package dev.weir.engine.config;

import dev.weir.api.Environment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays the layers over each other; the order of precedence is {@link #database}. */
final class Resolution {
  private static final String DEFAULT = "default";
  private final WeirFile file;
  private final WeirFile.Overlay overlay;
  private final Environment environment;
  private final Variables variables;
  private final Overrides overrides;
  private final Problems problems;
  private final Set<String> databases;
  private final Map<String, Layer> byVariables;
  private final Optional<Layer> location;

  Resolution(
      WeirFile file,
      Environment environment,
      Variables variables,
      Overrides overrides,
      Urls urls,
      Problems problems) {
    this.file = file;
    this.overlay = file.overlay(environment);
    this.environment = environment;
    this.variables = variables;
    this.overrides = overrides;
    this.problems = problems;
    databases = new LinkedHashSet<>(file.databases().keySet());
    databases.addAll(overlay.databases().keySet());
    location = locationIsOpen() ? variables.location() : Optional.empty();
    location.ifPresent(given -> databases.add(DEFAULT));
    byVariables = variables.ofDatabases(databases);
    overrides.checkNames(databases);
    expandUrls(urls);
    file.templates().forEach((name, template) -> bases(template));
  }

  /** True when variables may say where {@code default} is: the file does not. */
  private boolean locationIsOpen() {
    return databases.isEmpty()
        || (databases.contains(DEFAULT) && !places(DEFAULT, file.databases(), overlay.databases()));
  }

  @SafeVarargs
  private static boolean places(String database, Map<String, Layer>... all) {
    for (Map<String, Layer> layers : all) {
      Layer layer = layers.get(database);
      if (layer != null && (layer.has("url") || layer.has("host") || layer.has("database"))) {
        return true;
      }
    }
    return false;
  }

  private void expandUrls(Urls urls) {
    file.databases().forEach((name, layer) -> urls.expand(layer, name));
    overlay.databases().forEach((name, layer) -> urls.expand(layer, name));
    file.templates().forEach((name, layer) -> urls.expand(layer, name));
    urls.expand(file.defaults(), "defaults");
    urls.expand(overlay.defaults(), "defaults");
  }

  Set<String> databases() {
    return databases;
  }

  Place placeOf(String database) {
    Layer layer = file.databases().getOrDefault(database, overlay.databases().get(database));
    return layer != null ? layer.place() : location.map(Layer::place).orElse(Place.of(file.name()));
  }

  Values settings() {
    return new Values(
        List.of(
            overrides.settings(),
            variables.settings(),
            overlay.settings(),
            file.settings(),
            EnvironmentDefaults.settings(environment)));
  }

  /** Every value of a database, by precedence. */
  Values database(String database) {
    Layer nothing = new Layer(Place.of(file.name()));
    Layer inOverlay = overlay.databases().getOrDefault(database, nothing);
    Layer inFile = file.databases().getOrDefault(database, nothing);
    List<Layer> layers = new ArrayList<>();
    layers.add(overrides.database(database, databases));
    layers.add(byVariables.getOrDefault(database, nothing));
    int tuning = layers.size();
    if (database.equals(DEFAULT)) {
      location.ifPresent(layers::add);
    }
    layers.add(inOverlay);
    layers.add(inFile);
    Given base = new Values(layers).given("base");
    layers.addAll(base == null ? List.of() : chain(base, database));
    layers.add(overlay.defaults());
    layers.add(file.defaults());

    Values said = new Values(layers);
    layers.add(tuning, variables.tuning(said.get("type", "")));
    Environment own = said.get("environment", environment);
    layers.add(EnvironmentDefaults.database(own, said.get("host", "")));
    return new Values(layers);
  }

  private List<Layer> chain(Given base, String database) {
    Layer template = template(base, "databases." + database + ".base");
    if (template == null) {
      return List.of();
    }
    List<Layer> chain = new ArrayList<>(List.of(template));
    chain.addAll(bases(template));
    return chain;
  }

  /** The templates that a template inherits from, the nearest first. */
  private List<Layer> bases(Layer template) {
    List<Layer> chain = new ArrayList<>();
    Set<Layer> seen = new LinkedHashSet<>(List.of(template));
    Given base = template.find("base");
    while (base != null) {
      Layer next = template(base, "templates");
      if (next == null) {
        break;
      }
      if (!seen.add(next)) {
        problems.error(
            "templates",
            base.place(),
            "The templates inherit from each other in a circle through " + base.value() + ".",
            "Remove one base.");
        break;
      }
      chain.add(next);
      base = next.find("base");
    }
    return chain;
  }

  private @Nullable Layer template(Given base, String path) {
    String name = (String) base.value();
    Layer template = file.templates().get(name);
    if (template == null) {
      String hint =
          databases.contains(name)
              ? "It is a database: move what is shared to templates." + name + "."
              : Nearest.suggestion(name, file.templates().keySet())
                  .orElse("Define it below templates.");
      problems.error(path, base.place(), "There is no template " + name + ".", hint);
    }
    return template;
  }
}
