package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NormalizedTest {
  private static final SqlLanguage POSTGRESQL = new SqlLanguage(SqlDialect.POSTGRESQL);
  private static final SqlLanguage MYSQL = new SqlLanguage(SqlDialect.MYSQL);

  private static String normalized(String text) {
    return POSTGRESQL.understand(text).normalized();
  }

  @Test
  void literalsAndParametersBecomeMarkers() {
    assertThat(normalized("SELECT a,'x' ,  1.5, E'\\'' from T where b=$$z$$"))
        .isEqualTo("select a, ?, ?, ? from T where b = ?");
    assertThat(normalized("select :a, b::int from t where c = -5"))
        .isEqualTo("select ?, b::int from t where c = ?");
    assertThat(normalized("select a - 5, a -5")).isEqualTo("select a - ?, a - ?");
  }

  @Test
  void commentsAndSpaceDoNotMatter() {
    assertThat(normalized(" select/*x*/a  -- y\n from t ; ")).isEqualTo("select a from t");
    assertThat(normalized("select a from t where b>=1"))
        .isEqualTo(normalized("SELECT a\tFROM t WHERE b >= 2"));
  }

  @Test
  void listsOfAnyLengthBecomeOne() {
    assertThat(normalized("select a from t where b in (1, 2, 3)"))
        .isEqualTo("select a from t where b in (?)");
    assertThat(normalized("insert into t (a, b) values (1, 2), (3, 4), (5, 6) returning a"))
        .isEqualTo("insert into t(a, b) values (?) returning a");
    assertThat(normalized("insert into t values (1, now(), 2), (3, now(), 4)"))
        .isEqualTo("insert into t values (?, now(), ?)");
    assertThat(normalized("select 1 where (a, b) in ((1, 2), (3, 4))"))
        .isEqualTo("select ? where (a, b) in ((?))");
    assertThat(normalized("select * from (values (1, 'a'), (2, 'b')) v"))
        .isEqualTo("select * from (values (?)) v");
    assertThat(normalized("select array[1, 2], f(1, 2)")).isEqualTo("select array [?], f(?, ?)");
    assertThat(normalized("select a in (b, c, c)")).isEqualTo("select a in (b, c)");
  }

  @Test
  void executableCommentsStayApart() {
    String with = MYSQL.understand("select a from t /*!50000 where b = 1 */").normalized();
    String without = MYSQL.understand("select a from t where b = 1").normalized();

    assertThat(with).isEqualTo("select a from t /*!50000 where b = ? */");
    assertThat(with).isNotEqualTo(without);
  }

  @Test
  void theFingerprintFollowsTheShape() {
    String one = POSTGRESQL.understand("select a from t where b = 1").fingerprint();

    assertThat(one).matches("[0-9a-f]{16}");
    assertThat(POSTGRESQL.understand("SELECT a FROM t WHERE b='x'").fingerprint()).isEqualTo(one);
    assertThat(POSTGRESQL.understand("select a from t where c = 1").fingerprint())
        .isNotEqualTo(one);
  }

  @Test
  void fingerprintsOfManyShapesDiffer() {
    long distinct =
        IntStream.range(0, 100_000)
            .mapToObj(i -> POSTGRESQL.understand("select c" + i + " from t").fingerprint())
            .collect(Collectors.toSet())
            .size();

    assertThat(distinct).isEqualTo(100_000);
  }
}
