package dev.weir.spring;

import dev.weir.Weir;
import dev.weir.api.Database;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Tells Micrometer what every database counts, where the application has Micrometer. */
@AutoConfiguration(after = WeirAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Database.class)
public class WeirMetricsAutoConfiguration {
  @Bean
  MeterBinder weirMetrics(Weir weir, Map<String, Database> databases) {
    return new WeirMetrics(weir, databases.values().stream().map(Database::name).toList());
  }
}
