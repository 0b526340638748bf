package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.api.Health;
import dev.weir.api.Rows;
import dev.weir.testing.databases.Servers;
import org.junit.jupiter.api.Test;

class WeirIT {
  @Test
  void answersAQueryByUrlOnARealServer() {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(Servers.postgresql15().url());

      try (Rows rows =
          database.query("select n, n * 2.5 as twice from generate_series(1, ?) n", 3)) {
        assertThat(rows.list(row -> row.longAt(0) + "/" + row.text("twice")))
            .containsExactly("1/2.5", "2/5.0", "3/7.5");
      }
      assertThat(database.health().status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void runsATransactionAndForgetsItWhenItFails() {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(Servers.postgresql15().url());
      database.update("create table if not exists counted (n bigint)");
      database.update("truncate counted");

      database.transaction(tx -> tx.update("insert into counted values (?)", 1));
      try {
        database.transaction(tx -> {
          tx.update("insert into counted values (?)", 2);
          throw new IllegalStateException("no");
        });
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessage("no");
      }

      assertThat(database.query("select n from counted").list(row -> row.longAt(0)))
          .containsExactly(1L);
    }
  }
}
