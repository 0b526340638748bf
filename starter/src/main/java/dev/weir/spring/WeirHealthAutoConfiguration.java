package dev.weir.spring;

import dev.weir.api.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Tells the health of every database, where the application has health at all. */
@AutoConfiguration(
    after = WeirAutoConfiguration.class,
    beforeName =
        "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Database.class)
@ConditionalOnEnabledHealthIndicator("weir")
public class WeirHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "weirHealthContributor")
  HealthContributor weirHealthContributor(Map<String, Database> databases) {
    Map<String, Database> byName = new LinkedHashMap<>();
    databases.values().forEach(database -> byName.put(database.name(), database));
    return CompositeHealthContributor.fromMap(byName, DatabaseHealth::new);
  }
}
