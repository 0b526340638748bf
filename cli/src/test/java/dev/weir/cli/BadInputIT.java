package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputIT {
  private final String url = Servers.postgresql15().url();

  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aHome() {
    weir = Run.In.home(folder);
  }

  private static void refused(Run run, String code) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(code).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {20 << 20, 100 << 20})
  void a_text_that_is_too_long_is_refused(int length) throws Exception {
    Files.writeString(folder.resolve("long.sql"), "select '" + "x".repeat(length) + "'");

    refused(weir.run("query", url, "--file", "long.sql"), "WEIR-007");
  }

  @Test
  void a_nul_character_is_refused_wherever_it_comes_from() throws Exception {
    Files.writeString(folder.resolve("nul.sql"), "select 'a\0b'");

    refused(weir.run("query", url, "--file", "nul.sql"), "WEIR-006");
    refused(weir.typing("select 1 \0", "query", url, "-"), "WEIR-006");
    Run value = weir.run("query", url, "select :t::text as t", "-p", "t=a\0b");
    assertThat(value.code()).isNotZero();
    assertThat(value.err()).containsPattern("[A-Z]+-\\d{3}").doesNotContain("\tat ");
  }

  @Test
  void octets_that_are_no_text_are_refused() throws Exception {
    Files.write(
        folder.resolve("octets.sql"),
        "select '\u00ff\u00fe'".getBytes(StandardCharsets.ISO_8859_1));

    refused(weir.run("query", url, "--file", "octets.sql"), "WEIR-006");
  }

  @Test
  void ten_thousand_values_are_bound_and_a_wrong_number_of_them_is_refused() {
    String markers = String.join(",", Collections.nCopies(10_000, "?::int"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "query",
                url,
                "select count(*) as n from (values (1)) v(x) where x in (" + markers + ")",
                "-o",
                "ndjson"));
    for (int i = 0; i < 10_000; i++) {
      words.addAll(List.of("-p", Integer.toString(i)));
    }

    Run all = weir.run(words.toArray(String[]::new));
    words.removeLast();
    words.removeLast();
    Run few = weir.run(words.toArray(String[]::new));

    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out()).isEqualTo("{\"n\":1}\n");
    refused(few, "WEIR-010");
    assertThat(few.err()).contains("10000", "9999");
  }

  /** A text of several statements is several requests here, so none of them hides another. */
  @Test
  void several_statements_are_sent_one_by_one_and_only_those() {
    assertThat(weir.run("query", url, "select 1 as a; select 2 as b", "-o", "ndjson").out())
        .isEqualTo("{\"a\":1}\n{\"b\":2}\n");
    Run stacked = weir.run("query", url, "select :n as n", "-p", "n=1; select 2", "-o", "ndjson");

    assertThat(stacked.out()).isEqualTo("{\"n\":\"1; select 2\"}\n");
  }

  @Test
  void a_value_of_the_wrong_type_is_told_by_the_database() {
    Run run = weir.run("query", url, "select :d::date as d", "-p", "d=tomorrow or so");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("SQL-009").doesNotContain("\tat ");
  }
}
