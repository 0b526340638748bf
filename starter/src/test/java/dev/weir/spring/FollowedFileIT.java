package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application whose databases stand in a weir.yaml. */
class FollowedFileIT {
  @TempDir Path folder;

  @Test
  void aChangeOfTheFileIsInForceWithoutARestart() throws IOException {
    Path file = folder.resolve("weir.yaml");
    write(file, 20);
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(Clinic.class)
            .web(WebApplicationType.NONE)
            .run("--weir.configuration=" + file, "--spring.main.banner-mode=off")) {
      Database clinics = application.getBean(Database.class);
      JdbcClient jdbc = application.getBean(JdbcClient.class);
      int process = process(jdbc);
      assertThat(clinics.definition().pool().maxSize()).isEqualTo(20);

      write(file, 30);

      await().until(() -> clinics.definition().pool().maxSize() == 30);
      assertThat(process(jdbc)).isEqualTo(process);
    }
  }

  private static int process(JdbcClient jdbc) {
    return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  private static void write(Path file, int maxSize) throws IOException {
    DatabaseServer server = Servers.postgresql15();
    Files.writeString(
        file,
        """
        version: 1
        databases:
          clinics:
            type: postgresql
            host: %s
            port: %d
            database: %s
            user: %s
            password: %s
            pool: {min-size: 1, max-size: %d}
        """
            .formatted(
                server.host(),
                server.port(),
                server.database(),
                server.user(),
                server.password(),
                maxSize));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
  static class Clinic {}
}
