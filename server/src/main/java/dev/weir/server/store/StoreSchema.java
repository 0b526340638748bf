package dev.weir.server.store;

import dev.weir.api.Failed;
import dev.weir.server.problem.ServerError;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the store's tables up to date; several servers may do so at once. Each area counts its own
 * hundred of versions, so what is new may have a lower number than what an older store has.
 */
public final class StoreSchema {
  private StoreSchema() {}

  /**
   * Applies what is missing.
   *
   * @throws Failed with {@code SERVER-006}
   */
  public static void migrate(DataSource source) {
    try {
      Flyway.configure()
          .dataSource(source)
          .schemas(Store.SCHEMA)
          .defaultSchema(Store.SCHEMA)
          .locations("classpath:dev/weir/server/store/migration")
          .table("schema_version")
          .outOfOrder(true)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw Failed.because(
          ServerError.STORE_SCHEMA,
          "The store's schema could not be brought up to date: " + e.getMessage(),
          e);
    }
  }
}
