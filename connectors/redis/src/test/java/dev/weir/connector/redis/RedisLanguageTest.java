package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLanguageTest {
  private final RedisLanguage language = new RedisLanguage();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get patient:7 | READ",
        "SET a 1 | WRITE",
        "CONFIG GET maxmemory | READ",
        "config get requirepass | CONTROL",
        "CONFIG GET * | CONTROL",
        "CONFIG GET ? | CONTROL",
        "CONFIG SET maxmemory 1 | CONTROL",
        "SCRIPT FLUSH | SCHEMA",
        "CLIENT KILL ID 4 | CONTROL",
        "CLIENT LIST | READ",
        "EVAL 'return 1' 0 | CALL",
        "EVAL_RO 'return 1' 0 | READ",
        "FCALL f 0 | CALL",
        "MULTI | TRANSACTION",
        "WATCH a | TRANSACTION",
        "FLUSHDB | SCHEMA",
        "FLUSHALL | CONTROL",
        "BLPOP a 0 | WRITE",
        "SUBSCRIBE a | CONTROL",
        "MIGRATE h 1 k 0 1 | CONTROL",
        "JSON.SET a $ 1 | UNKNOWN",
        "CONFIG | UNKNOWN",
        "CONFIG ? | UNKNOWN",
        "? a | UNKNOWN",
        "GET 'a | UNKNOWN",
        "GET 'a'b | UNKNOWN",
        "SET ? :value | UNKNOWN",
      })
  void the_kind_comes_from_the_command_and_its_subcommand(String text, StatementKind kind) {
    Understanding understood = language.understand(text);

    assertThat(understood.kind()).isEqualTo(kind);
    assertThat(understood.problem() != null).isEqualTo(kind == StatementKind.UNKNOWN);
  }

  @Test
  void only_whole_unquoted_words_are_parameters() {
    Understanding named = language.understand("SET :key patient:7 a:name:b ':x' \"?\" :12");
    Understanding positional = language.understand("SET ? '?' EX ?");

    assertThat(named.parameters()).containsExactly("key");
    assertThat(positional.parameters()).hasSize(2).containsOnlyNulls();
  }

  @Test
  void each_line_with_words_is_a_statement_and_the_worst_kind_counts() {
    Understanding several = language.understand("\n GET a\r\n\n  FLUSHALL \n");

    assertThat(several.statements()).isEqualTo(2);
    assertThat(several.kind()).isEqualTo(StatementKind.CONTROL);
    assertThat(several.pure()).isFalse();
    assertThat(language.understand(" \n\t").statements()).isZero();
  }

  @Test
  void a_line_break_inside_quotes_belongs_to_the_word() throws Exception {
    CommandLine line = CommandLine.parse("SET a \"one\ntwo\"").getFirst();

    assertThat(line.words().get(2).text()).isEqualTo("one\ntwo");
  }

  @Test
  void quotes_and_escapes_are_those_of_redis_cli() throws Exception {
    CommandLine line =
        CommandLine.parse("SET \"a key\" 'va\\'lue\\n' \"\\x00\\xff\\t\\\"\\\\é😀\"").getFirst();

    assertThat(line.words().get(1).text()).isEqualTo("a key");
    assertThat(line.words().get(2).text()).isEqualTo("va'lue\\n");
    assertThat(line.words().get(3).value())
        .startsWith(0, 0xff, '\t', '"', '\\')
        .endsWith("é😀".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void no_value_ever_shows_in_the_normalized_text() {
    Understanding one = language.understand("SET patient:7:name Miller EX 60");
    Understanding same = language.understand("set  patient:81:name  \"Smith\" ex 5");
    Understanding other = language.understand("SET clinic:7 Miller EX 60");

    assertThat(one.normalized()).isEqualTo("SET patient:*:name ? ...");
    assertThat(same.fingerprint()).isEqualTo(one.fingerprint()).matches("[0-9a-f]{16}");
    assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
    assertThat(language.understand("NOSUCH secret").normalized()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HGETALL patient:7 | patient:* | ''",
        "DEL a b:1 | '' | a,b:*",
        "MSET a 1 b 2 | '' | a,b",
        "BITOP AND dest s1 s2 | s* | dest",
        "ZUNIONSTORE out 2 a b WEIGHTS 1 2 | a,b | out",
        "SINTERCARD 2 a b LIMIT 5 | a,b | ''",
        "EVAL 'return 1' 1 k v | k | k",
        "XREAD COUNT 2 STREAMS a b 0 0 | a,b | ''",
        "SORT a BY w_* GET o_* STORE out | a,w_*,o_* | out",
        "GETDEL a | a | a",
        "BLPOP a b 0 | a,b | a,b",
        "GET :key | * | ''",
        "SCAN MATCH a:* | * | ''",
        "FLUSHDB | '' | *",
        "PING | '' | ''",
      })
  void keys_read_and_written_are_found(String text, String reads, String writes) {
    Understanding understood = language.understand(text);

    assertThat(String.join(",", understood.reads().stream().sorted().toList()))
        .isEqualTo(sorted(reads));
    assertThat(String.join(",", understood.writes().stream().sorted().toList()))
        .isEqualTo(sorted(writes));
  }

  private static String sorted(String list) {
    return String.join(",", java.util.Arrays.stream(list.split(",", -1)).sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET a", "HGETALL a", "SCAN", "TTL a", "EVAL_RO 'return 1' 0"})
  void reads_are_pure(String text) {
    assertThat(language.understand(text).pure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET a 1", "XREAD BLOCK 0 STREAMS a $", "RANDOMKEY", "TIME", "GETEX a"})
  void what_changes_waits_or_differs_is_not_pure(String text) {
    assertThat(language.understand(text).pure()).isFalse();
  }

  @Test
  void the_table_knows_every_command_once_with_a_sensible_rule() {
    assertThat(CommandTable.all()).hasSizeGreaterThan(350);
    assertThat(CommandTable.all())
        .filteredOn(spec -> spec.kind() == StatementKind.READ)
        .allMatch(spec -> spec.answer() == CommandSpec.Answer.VALUE)
        .allMatch(spec -> spec.keys().stream().noneMatch(KeyPlace::written));
  }
}
