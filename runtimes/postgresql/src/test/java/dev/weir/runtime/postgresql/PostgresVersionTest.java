package dev.weir.runtime.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresVersionTest {
  @Test
  void itIsReadFromWhatServersAndProgramsTell() {
    assertThat(PostgresVersion.parse("15.19")).isEqualTo(new PostgresVersion(15, 19));
    assertThat(PostgresVersion.parse("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"))
        .isEqualTo(new PostgresVersion(15, 18));
    assertThat(PostgresVersion.parse("17beta1").major()).isEqualTo(17);
    assertThat(PostgresVersion.parse("18.6 (Debian 18.6-1)")).hasToString("18.6");
  }

  @Test
  void somethingElseIsRefused() {
    assertThatThrownBy(() -> PostgresVersion.parse("hello"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hello");
  }

  @Test
  void versionsAreOrderedByTheirNumbers() {
    assertThat(new PostgresVersion(15, 9)).isLessThan(new PostgresVersion(15, 18));
    assertThat(new PostgresVersion(9, 6)).isLessThan(new PostgresVersion(15, 0));
  }
}
