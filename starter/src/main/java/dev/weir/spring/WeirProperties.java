package dev.weir.spring;

import dev.weir.api.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the application says of its databases.
 *
 * @param configuration path of a weir.yaml that holds the databases; it is followed while the
 *     application runs. Instead of weir.databases.
 * @param environment which environment this is; chooses defaults and how strict the checks are.
 *     Unless set, WEIR_ENV or weir.yaml say it, else it is development.
 * @param primary name of the database that is injected where no qualifier names one, and that the
 *     DataSource leads to. Unless set, the only database, or the one called default.
 * @param databases databases by their names, each with the keys of weir.yaml, such as url, user,
 *     password, pool.max-size or timeouts.query. A password may be a reference such as
 *     file:///run/secrets/clinics.
 */
@ConfigurationProperties("weir")
public record WeirProperties(
    @Nullable String configuration,
    @Nullable Environment environment,
    @Nullable String primary,
    @DefaultValue Map<String, Map<String, String>> databases) {
  public WeirProperties {
    databases = new LinkedHashMap<>(databases);
  }

  /** Safe to log: tells no values of databases. */
  @Override
  public String toString() {
    return "WeirProperties[configuration="
        + configuration
        + ", environment="
        + environment
        + ", primary="
        + primary
        + ", databases="
        + databases.keySet()
        + "]";
  }
}
