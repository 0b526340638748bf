package dev.weir.server.boot;

import dev.weir.api.Principal;
import dev.weir.api.Role;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What Spring wires: the controllers and what they need, found below {@code dev.weir.server}. */
@SpringBootApplication(scanBasePackages = "dev.weir.server", proxyBeanMethods = false)
class ServerConfiguration {
  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  /** Without sign-in, whoever reaches the server is trusted with all of it. */
  @Bean
  @ConditionalOnMissingBean
  PrincipalSource principalSource() {
    return request -> new Principal("local", Role.ADMINISTRATOR, request.getRemoteAddr());
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }
}
