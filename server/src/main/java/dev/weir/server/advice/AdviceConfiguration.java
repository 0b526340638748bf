package dev.weir.server.advice;

import dev.weir.Home;
import dev.weir.advice.HomeAdvice;
import dev.weir.operations.advise.Advising;
import dev.weir.server.monitor.Recollection;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Advice by the history of this server, with the journal in its store. */
@Configuration(proxyBeanMethods = false)
class AdviceConfiguration {
  @Bean
  Advising advising(Home home, DataSource store, Recollection recollection) {
    return HomeAdvice.with(new StoredJournal(store, HomeAdvice.journal(home)))
        .remembering(recollection::of);
  }
}
