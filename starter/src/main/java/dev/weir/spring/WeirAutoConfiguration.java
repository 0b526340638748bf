package dev.weir.spring;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.engine.config.Loaded;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Opens a {@link Weir} on the databases that the properties name, and gives each as a bean: the
 * primary {@link dev.weir.api.Database}, every other by {@code @Qualifier} with its name, and a
 * {@link javax.sql.DataSource} for the primary one where it is relational and the application has
 * none of its own. Closing the context waits for requests under way.
 */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"
    })
@EnableConfigurationProperties(WeirProperties.class)
@Import(DatabaseBeans.class)
public class WeirAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(WeirAutoConfiguration.class);

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Weir weir(WeirProperties properties) {
    String file = properties.configuration();
    return file == null
        ? fromProperties(properties)
        : Weir.open(Path.of(file), PropertyCatalog.loader(properties), Home.ofEnvironment());
  }

  private static Weir fromProperties(WeirProperties properties) {
    Loaded loaded = PropertyCatalog.load(properties);
    loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
    return Weir.open(loaded.catalog().databases().values(), Home.ofEnvironment());
  }
}
