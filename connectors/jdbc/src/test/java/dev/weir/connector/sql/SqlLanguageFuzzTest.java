package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlLanguageFuzzTest {
  private static final String[] PIECES = {
    "select",
    "from",
    "where",
    "with",
    "as",
    "insert",
    "into",
    "update",
    "delete",
    "values",
    "(",
    ")",
    ",",
    ";",
    ".",
    "'a'",
    "'",
    "\"",
    "`",
    "[",
    "]",
    "--",
    "\n",
    "\r",
    "/*",
    "*/",
    "/*!50000",
    "/*M!",
    "#",
    "$$",
    "$a$",
    "$1",
    "?",
    "??",
    "?|",
    "?1",
    ":a",
    "::",
    ":=",
    ":",
    "@",
    "@a",
    "\\",
    "E'",
    "U&\"",
    "1",
    "1.5e3",
    "0x1F",
    "+",
    "-",
    "*",
    "=",
    "begin",
    "end",
    "case",
    "atomic",
    "create",
    "trigger",
    "procedure",
    "table",
    "t",
    "x",
    "\uFEFF",
    "é",
    "\0",
    "\uD800",
    "😀",
    " ",
    "in",
    "prepare",
    "explain",
    "analyze",
    "copy",
    "to",
    "pragma",
    "join",
    "using",
    "on",
    "not"
  };

  static List<SqlDialect> dialects() {
    return List.of(
        SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.MYSQL_ANSI_QUOTES, SqlDialect.SQLITE);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void noTextIsTooStrange(SqlDialect dialect) {
    SqlLanguage language = new SqlLanguage(dialect);
    Random random = new Random(1);

    for (int round = 0; round < 100_000; round++) {
      String text = soup(random);
      Understanding found = language.understand(text);

      assertThat(found.kind() == StatementKind.UNKNOWN).isEqualTo(found.problem() != null);
      assertThat(found.fingerprint()).hasSize(16);
      if (!found.named() && text.indexOf('?') < 0 && text.indexOf('$') < 0) {
        assertThat(found.nativeText()).isEqualTo(text);
      }
    }
  }

  private static String soup(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "select " : "");
    for (int n = random.nextInt(25); n > 0; n--) {
      text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void theContentOfALiteralIsNeverInTheNormalizedText(SqlDialect dialect) {
    SqlLanguage language = new SqlLanguage(dialect);
    Random random = new Random(2);

    for (int round = 0; round < 20_000; round++) {
      String text = "select " + literal(dialect, random) + " from t where a = 7654321";
      if (random.nextBoolean()) {
        text = soup(random).replaceAll("['\"`\\[\\\\$#/\\-]", " ") + text;
      }
      Understanding found = language.understand(text);

      assertThat(found.normalized()).as(text).doesNotContain("secret", "7654321");
    }
  }

  private static String literal(SqlDialect dialect, Random random) {
    String noise = random.nextBoolean() ? " -- " : "/* ; ? :x ";
    return switch (random.nextInt(5)) {
      case 0 -> dialect.dollarQuotes() ? "$q$secret' " + noise + "$q$" : "'secret'";
      case 1 -> dialect.escapeStrings() ? "E'secret\\'" + noise + "secret'" : "'secret'''";
      case 2 -> dialect.backslashEscapes() ? "'\\'secret" + noise + "secret\\\\'" : "'secret\\'";
      case 3 -> dialect.doubleQuotedStrings() ? "\"secret'" + noise + "secret\"" : "'\"secret'";
      default -> "'secret''" + noise + "secret'";
    };
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void twoStatementsAreCountedAsTwoAndAreAsBadAsTheWorse(SqlDialect dialect) {
    SqlLanguage language = new SqlLanguage(dialect);
    List<String> statements =
        List.of(
            "select 1",
            "select ';' from t -- ;\n",
            "insert into t values ('a;b''c')",
            "delete from t /* ; */",
            "create table t (a int)",
            "grant select on t to u",
            "commit",
            "with x as (select 1) select * from x");

    for (String first : statements) {
      for (String second : statements) {
        Understanding both = language.understand(first + ";" + second);

        assertThat(both.statements()).as(first + ";" + second).isEqualTo(2);
        assertThat(both.kind())
            .isEqualTo(language.understand(first).kind().worse(language.understand(second).kind()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void aHugeTextIsReadWithoutHarm(SqlDialect dialect) {
    SqlLanguage language = new SqlLanguage(dialect);

    Understanding literal = language.understand("select '" + "x".repeat(100_000_000) + "'");
    assertThat(literal.normalized()).isEqualTo("select ?");
    assertThat(language.understand("(".repeat(100_000_000)).problem()).contains("nested");
    assertThat(language.understand("a ".repeat(50_000_000)).problem()).contains("split");
    assertThat(
            language.understand("insert into t values " + "(1,'a'),".repeat(1_000_000) + "(1,'a')"))
        .matches(found -> found.normalized().equals("insert into t values (?)"));
    assertThat(language.understand("select " + "$a".repeat(1_000_000))).isNotNull();
    assertThat(language.understand("/*".repeat(1_000_000)).problem()).contains("no end");
    assertThat(
            language
                .understand(
                    "with "
                        + "x as (select 1),".repeat(200_000)
                        + "y as (select 1) select * from x")
                .problem())
        .isNull();
  }
}
