package dev.weir.examples;

import dev.weir.api.Database;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** An application of Spring Boot with two databases. */
@SpringBootApplication
public class SpringApplicationExample {
  // tag::spring[]
  @Service
  static class Visits {
    private final JdbcClient jdbc;
    private final Database archive;

    Visits(JdbcClient jdbc, @Qualifier("archive") Database archive) {
      this.jdbc = jdbc;
      this.archive = archive;
    }

    @Transactional
    public void add(long id, String patient) {
      jdbc.sql("insert into visits values (:id, :patient)")
          .param("id", id)
          .param("patient", patient)
          .update();
    }

    public List<String> archived() {
      return archive.query("select patient from visits").list(row -> row.text("patient"));
    }
  }
  // end::spring[]
}
