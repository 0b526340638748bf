package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Environment;
import dev.weir.spi.Connector;
import dev.weir.spi.Connector.PoolDefaults;
import dev.weir.spi.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Loads a configuration: lays command line, environment variables, the file and the defaults over
 * each other, and tells every problem at once. What is said earlier in this list wins:
 *
 * <ol>
 *   <li>the command line ({@link Builder#overrides})
 *   <li>environment variables: {@code WEIR_<DATABASE>_<KEY>}, then {@code DB_…}, then those that
 *       describe {@code default}
 *   <li>the database below {@code environments.<environment>.databases}
 *   <li>the database below {@code databases}
 *   <li>the template that it names as its {@code base}, then that template's own base
 *   <li>{@code environments.<environment>.defaults}, then {@code defaults}
 *   <li>what the environment takes for granted
 *   <li>the connector's default
 * </ol>
 *
 * Secrets are never resolved here. Immutable and reusable; each load reads the file again.
 */
public final class ConfigLoader {
  private static final Set<String> BUILT_IN_SCHEMES = Set.of("env", "file", "sealed", "pgpass");
  private final UrlParser urls;
  private final Map<String, Connector> connectors;
  private final Map<String, String> variables;
  private final Map<String, String> overrides;
  private final Set<String> schemes;

  private ConfigLoader(Builder builder) {
    connectors = Map.copyOf(builder.connectors);
    urls = builder.urls == null ? this::parseByConnectors : builder.urls;
    variables = Map.copyOf(builder.variables);
    overrides = Map.copyOf(new LinkedHashMap<>(builder.overrides));
    schemes = Set.copyOf(builder.schemes);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Makes loaders. */
  public static final class Builder {
    private final Map<String, Connector> connectors = new HashMap<>();
    private @Nullable UrlParser urls;
    private Map<String, String> variables = System.getenv();
    private Map<String, String> overrides = Map.of();
    private final Set<String> schemes = new TreeSet<>(BUILT_IN_SCHEMES);

    private Builder() {
      ServiceLoader.load(SecretStore.class).forEach(store -> schemes.add(store.scheme()));
    }

    /** The engines that are installed: they know types, URLs, pool defaults and more problems. */
    public Builder connectors(Collection<? extends Connector> installed) {
      installed.forEach(connector -> connectors.put(connector.type(), connector));
      return this;
    }

    /** Understands URLs, instead of asking each connector. */
    public Builder urls(UrlParser parser) {
      urls = parser;
      return this;
    }

    /** The environment variables, instead of the process's own. */
    public Builder variables(Map<String, String> environment) {
      variables = environment;
      return this;
    }

    /**
     * What the command line says: {@code <database>.<key>} or {@code settings.<key>} to values, and
     * {@code environment}.
     */
    public Builder overrides(Map<String, String> values) {
      overrides = values;
      return this;
    }

    /** A scheme of secret references that is known besides the built-in and installed ones. */
    public Builder secretScheme(String scheme) {
      schemes.add(scheme);
      return this;
    }

    public ConfigLoader build() {
      return new ConfigLoader(this);
    }
  }

  /** Loads a file; one that does not exist is told as a problem. */
  public Loaded load(Path file) {
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    Problems problems = new Problems();
    String text = "";
    try {
      text = YamlDocument.decode(name, Files.readAllBytes(file), problems);
    } catch (NoSuchFileException missing) {
      problems.error(
          "", Place.of(file.toString()), "There is no such file.", "Create it, or name another.");
    } catch (IOException unreadable) {
      problems.error(
          "",
          Place.of(file.toString()),
          "The file cannot be read.",
          "Check that it is a file and may be read.");
    }
    return load(name, text == null ? "" : text, problems);
  }

  /**
   * Loads a text.
   *
   * @param name what problems and explanations call it
   */
  public Loaded load(String name, String text) {
    return load(name, text, new Problems());
  }

  /** Loads what environment variables and command line say, without a file. */
  public Loaded load() {
    return load("weir.yaml", "", new Problems());
  }

  private Loaded load(String name, String text, Problems problems) {
    Urls parsing = new Urls(urls, problems);
    Variables said = new Variables(variables, parsing, problems);
    Overrides overriding = new Overrides(overrides, parsing, problems);
    ChosenEnvironment environment = new ChosenEnvironment(overriding, said);
    WeirFile file =
        WeirFile.read(name, text, new Substitution(variables), environment::choose, problems);
    Resolution resolution =
        new Resolution(file, environment.chosen(), said, overriding, parsing, problems);
    Checks checks = new Checks(environment.chosen(), file, connectors, schemes, problems);

    Values settingValues = resolution.settings();
    Settings settings = SettingKeys.assemble(settingValues);
    checks.settings(settings, settingValues);
    Explanation explanation = new Explanation(this::poolDefaults);
    explanation.environment(environment.given());
    explanation.settings(settings, settingValues);

    Map<String, Definition> databases = new LinkedHashMap<>();
    for (String database : resolution.databases()) {
      Values values = resolution.database(database);
      Definition definition = DatabaseKeys.assemble(database, environment.chosen(), values);
      checks.database(definition, values, settings, resolution.placeOf(database));
      explanation.database(definition, values);
      databases.put(database, definition);
    }
    return new Loaded(
        name,
        new Catalog(environment.chosen(), databases),
        settings,
        explanation.lines(),
        problems.all());
  }

  /** Command line over {@code WEIR_ENV} over the file over what other systems say. */
  private static final class ChosenEnvironment {
    private static final Given UNSAID =
        new Given(
            Environment.DEVELOPMENT,
            new Source(Source.Kind.BUILT_IN, Place.of("default"), ""),
            false);
    private final Overrides overrides;
    private final Variables variables;
    private Given given = UNSAID;

    ChosenEnvironment(Overrides overrides, Variables variables) {
      this.overrides = overrides;
      this.variables = variables;
    }

    Environment choose(@Nullable Given inFile) {
      given =
          overrides
              .environment()
              .or(variables::environment)
              .or(() -> Optional.ofNullable(inFile))
              .or(variables::detectedEnvironment)
              .orElse(UNSAID);
      return chosen();
    }

    Environment chosen() {
      return (Environment) given.value();
    }

    Given given() {
      return given;
    }
  }

  private Optional<Definition.Builder> parseByConnectors(String name, String url) {
    return connectors.values().stream()
        .map(connector -> connector.parse(name, url))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<PoolDefaults> poolDefaults(String type) {
    return Optional.ofNullable(connectors.get(type)).map(Connector::poolDefaults);
  }
}
