package dev.weir.server.alert;

import dev.weir.Weir;
import dev.weir.operations.alert.DiskReadings;
import dev.weir.operations.alert.EngineReadings;
import dev.weir.operations.alert.ReadingSource;
import dev.weir.server.disk.LocalDisks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where readings come from; whoever collects more adds a bean of {@link ReadingSource}. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {
  @Bean
  ReadingSource engineReadings(Weir weir) {
    return new EngineReadings(weir.engine());
  }

  @Bean
  ReadingSource diskReadings(LocalDisks disks) {
    return new DiskReadings(disks::folders);
  }
}
