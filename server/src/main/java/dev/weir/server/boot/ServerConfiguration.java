package dev.weir.server.boot;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What Spring wires: the controllers and what they need, found below {@code dev.weir.server}. */
@SpringBootApplication(scanBasePackages = "dev.weir.server", proxyBeanMethods = false)
class ServerConfiguration {
  @Bean
  JdbcTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }
}
