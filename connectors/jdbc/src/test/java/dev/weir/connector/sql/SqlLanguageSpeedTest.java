package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlLanguageSpeedTest {
  private static final String[] TEXTS = {
    "select id, name, created_at from patients where clinic_id = :clinic and name like :name order by id",
    "select id, name, created_at from patients where clinic_id = ? and name like 'Smith%' order by id;",
    "insert into observations (patient_id, code, value, taken_at) values (?, ?, ?, ?) returning id -- now",
    "with recent as (select patient_id, max(taken_at) m from observations group by 1) select * from recent"
  };

  @Test
  void printsWhatAStatementCosts() {
    SqlLanguage language = new SqlLanguage(SqlDialect.POSTGRESQL);

    for (String text : TEXTS) {
      long best = Long.MAX_VALUE;
      int sum = 0;
      for (int round = 0; round < 10; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < 50_000; i++) {
          sum += language.understand(text).statements();
        }
        best = Math.min(best, (System.nanoTime() - start) / 50_000);
      }

      assertThat(sum).isEqualTo(500_000);
      System.out.println(best + " ns for " + text.length() + " characters: " + text);
    }
  }
}
