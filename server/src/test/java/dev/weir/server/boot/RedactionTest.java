package dev.weir.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://weir:hunter2@db.example:5432/x",
        "redis://:hunter2@db.example/0",
        "jdbc:mysql://db.example/x?user=weir&password=hunter2&ssl=true",
        "postgresql://weir:p@ss-hunter2@db.example/x",
        "postgresql://weir:a/hunter2@db.example/x",
        "password=hunter2",
        "WEIR_ADMIN_PASSWORD=hunter2",
        "password: \"hunter2\"",
        "{\"password\":\"a \\\"hunter2\",\"user\":\"weir\"}",
        "{\"clientSecret\" : \"hunter2\"}",
        "api_key='hunter2'",
        "X-Api-Key: hunter2",
        "Authorization: Bearer hunter2hunter2",
        "Authorization: Basic aHVudGVyMg==hunter2",
        "token was bearer hunter2.hunter2",
        "alter role weir password 'hunter2'",
        "CREATE USER weir IDENTIFIED BY 'it''s hunter2'"
      })
  void a_secret_is_taken_out(String text) {
    assertThat(Redaction.redact(text)).doesNotContain("hunter2").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The password of weir was changed.",
        "http://127.0.0.1:8425/v1/databases is ready",
        "https://db.example:5432/path?mail=someone@example.com",
        "password: env://DB_PASSWORD",
        "12 tokens were removed",
        "select * from secrets where id = ?"
      })
  void what_is_no_secret_stays(String text) {
    assertThat(Redaction.redact(text)).isEqualTo(text);
  }

  @Test
  void the_rest_of_the_line_stays() {
    assertThat(Redaction.redact("user=weir password=hunter2, host=db.example"))
        .isEqualTo("user=weir password=***, host=db.example");
  }
}
