package dev.weir.operations.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.TableFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String HOSTILE = "<script>alert('x')</script>&\"";

  private static StatementFigures statement(String fingerprint, double seconds, long calls) {
    return new StatementFigures(
        fingerprint, "select " + HOSTILE, calls, seconds, 1, 10, 0, 8192, 0, 0, "e");
  }

  private static TableFigures table(String name, long bytes) {
    return new TableFigures(
        "public", name, bytes, 0, 90, 10L, null, false, 1, 5_000, 0, 0, 0, 0, null, null, null,
        "e");
  }

  private static Recommendation advice(String id) {
    return new Recommendation(
        id,
        "critical",
        "An index is missing",
        HOSTILE,
        "12 s/day",
        Map.of("scans", "17"),
        "It is read whole.",
        List.of("create index concurrently on t (a)"),
        "Writes wait.",
        List.of("drop index concurrently t_a_idx"));
  }

  private static Report report(
      String at, double size, List<StatementFigures> statements, List<Recommendation> advice) {
    return Report.of(
        new Observation(
            "clinic",
            "POSTGRESQL",
            "app",
            Instant.parse(at),
            Reading.of(
                List.of(
                    Figure.gauge("size", Unit.BYTES, size).of("app"),
                    Figure.gauge("size", Unit.BYTES, 5).of("other"),
                    Figure.gauge("connections.limit", Unit.COUNT, 100),
                    Figure.gauge("connections.used", Unit.COUNT, 50).of("app"),
                    Figure.gauge("connections.used", Unit.COUNT, 40).of("other"),
                    Figure.counter("cache.hit", Unit.BYTES, 999, "e").of("app"),
                    Figure.counter("cache.read", Unit.BYTES, 1, "e").of("app"))),
            List.of(new Observation.Rate("transactions.committed", 120)),
            Reading.of(List.of()),
            Reading.of(statements),
            Reading.of(List.of(table("small", 10), table("large", (long) size))),
            Reading.of(
                List.of(
                    new IndexFigures(
                        "public", "t", "t_idle", 8192, 0, 0, false, false, true, "(a)", "e"),
                    new IndexFigures(
                        "public", "t", "t_pkey", 8192, 0, 0, true, true, true, "(id)", "e"))),
            Reading.unseen(new NotChecked("waits", "Not permitted.", "GRANT pg_monitor TO weir")),
            Reading.of(List.of()),
            Reading.of(List.of()),
            Reading.of(List.of()),
            true,
            advice,
            List.of()));
  }

  private static final Report FIRST =
      report(
          "2026-03-01T08:00:00Z",
          1e9,
          List.of(statement("aa", 10, 100), statement("bb", 30, 100)),
          List.of(advice("one"), advice("two")));
  private static final Report SECOND =
      report(
          "2026-03-08T08:00:00Z",
          2e9,
          List.of(statement("aa", 40, 200), statement("bb", 60, 200), statement("cc", 1, 1)),
          List.of(advice("two"), advice("three")));

  private static KeyFigure figure(Report report, String id) {
    return report.figures().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void figures_are_those_of_the_database_and_say_what_is_crowded() {
    assertThat(figure(FIRST, "size").text()).isEqualTo("1.0 GB");
    assertThat(figure(FIRST, "connections").text()).isEqualTo("90");
    assertThat(figure(FIRST, "connections").note()).isEqualTo("of 100");
    assertThat(figure(FIRST, "connections").tone()).isEqualTo(KeyFigure.Tone.WARNING);
    assertThat(figure(FIRST, "cache").text()).isEqualTo("99.9 %");
    assertThat(figure(FIRST, "cache").tone()).isEqualTo(KeyFigure.Tone.PLAIN);
  }

  @Test
  void tables_tell_the_most_first_and_leave_out_what_is_not_there() {
    assertThat(FIRST.tables().stream().map(Table::id))
        .containsExactly("statements", "tables", "indexes", "unused");
    Table statements = FIRST.table("statements").orElseThrow();
    assertThat(statements.rows().getFirst().getFirst()).isEqualTo("bb");
    assertThat(statements.rows().getFirst().get(statements.column("share of time")))
        .isEqualTo(0.75);
    assertThat(FIRST.table("tables").orElseThrow().rows().getFirst().getFirst())
        .isEqualTo("public.large");
    assertThat(FIRST.table("unused").orElseThrow().rows()).hasSize(1);
  }

  @Test
  void what_could_not_be_looked_at_is_told_with_its_mend() {
    assertThat(TextPage.of(FIRST)).contains("Not checked", "Not permitted.", "GRANT pg_monitor");
    assertThat(HtmlPage.of(FIRST)).contains("Not permitted.", "GRANT pg_monitor TO weir");
    assertThat(FIRST.verdict()).isEqualTo("2 things to mend, 2 of them critical.");
  }

  @Test
  void a_page_shows_text_of_the_database_as_text() {
    String page = HtmlPage.of(FIRST);

    assertThat(page).doesNotContain("<script").doesNotContain("alert('x')");
    assertThat(page).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
    assertThat(page).contains("<svg").doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void what_is_written_as_json_is_read_again() {
    String json = JsonPage.of(FIRST);

    assertThat(JsonPage.of(JsonPage.read(json))).isEqualTo(json);
    assertThat(JsonPage.read(json).figures()).isEqualTo(FIRST.figures());
    for (String garbage : List.of("", "null", "[]", "{}", "{\"database\": 1", json.substring(9))) {
      assertThatThrownBy(() -> JsonPage.read(garbage))
          .isInstanceOf(Rejected.class)
          .extracting("code")
          .isEqualTo(ReportError.NOT_A_REPORT);
    }
  }

  @Test
  void a_comparison_tells_what_changed_and_what_is_new() {
    Report change = Comparison.of(JsonPage.read(JsonPage.of(FIRST)), SECOND);

    assertThat(change.verdict()).isEqualTo("One new thing to mend, 1 of them critical.");
    assertThat(figure(change, "size").note()).isEqualTo("was 1.0 GB (+100.0 %)");
    assertThat(change.advice()).extracting(Recommendation::id).containsExactly("three");
    Optional<Table> statements = change.table("statements");
    assertThat(statements.orElseThrow().rows())
        .extracting(row -> row.getFirst(), row -> row.get(3))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("aa", 2.0),
            org.assertj.core.groups.Tuple.tuple("cc", null));
    assertThat(change.table("growth").orElseThrow().rows()).hasSize(1);
    assertThat(change.table("mended").orElseThrow().rows().getFirst().getFirst()).isEqualTo("one");
  }

  @Test
  void reports_of_different_databases_are_not_compared() {
    Report other =
        new Report(
            "other",
            "POSTGRESQL",
            FIRST.at(),
            null,
            List.of(),
            List.of(),
            true,
            List.of(),
            List.of(),
            List.of());

    assertThatThrownBy(() -> Comparison.of(other, FIRST))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("other")
        .hasMessageContaining("clinic");
  }

  private static final Instant UNTIL = Instant.parse("2026-03-08T08:00:00Z");

  private static List<Past.Point> hours(int from, int to, double value) {
    return IntStream.range(from, to)
        .mapToObj(hour -> new Past.Point(UNTIL.minus(Duration.ofHours(-hour)), value))
        .toList();
  }

  private static Report week() {
    return FIRST.over(
        new Past(
            UNTIL,
            Duration.ofDays(7),
            List.of(
                new Past.Course(
                    "transactions.committed", hours(-336, -168, 50), hours(-168, 0, 75)),
                new Past.Course("path.p95", List.of(), hours(-1, 0, 1))),
            List.of(
                new Past.StatementCourse("aa", HOSTILE, 10, 30, hours(-168, 0, 0.5)),
                new Past.StatementCourse("bb", "select 2", 10, 10.5, hours(-168, 0, 0.1))),
            List.of(new Past.Growth("public.large", 100, 300))));
  }

  @Test
  void a_span_of_time_is_drawn_beside_the_one_before() {
    Report week = week();

    assertThat(week.charts()).extracting(Chart::id).containsExactly("throughput", "load");
    assertThat(week.charts().getFirst().note()).isEqualTo("75.0 on average, was 50.0 (+50.0 %)");
    assertThat(week.charts().getFirst().top()).isEqualTo(80);
    String page = HtmlPage.of(week);
    assertThat(page)
        .contains("The last 7 days", "the 7 days before", "class=\"before\"", "class=\"c1\"")
        .doesNotContain("<script", "NaN", "Infinity");
    assertThat(TextPage.of(week)).contains("The last 7 days", "Transactions a second", "████");
    assertThat(JsonPage.read(JsonPage.of(week)).charts()).isEqualTo(week.charts());
  }

  @Test
  void statements_and_tables_that_changed_within_the_span_are_told() {
    Table statements = week().table("statements-over-time").orElseThrow();
    Table growth = week().table("growth-over-time").orElseThrow();

    assertThat(statements.rows()).hasSize(1);
    assertThat(statements.rows().getFirst().get(statements.column("change"))).isEqualTo(3.0);
    assertThat(growth.rows().getFirst().get(growth.column("by"))).isEqualTo(200.0);
  }

  @Test
  void a_line_does_not_cross_the_time_in_which_nobody_looked() {
    List<Past.Point> points =
        Stream.concat(hours(-20, -12, 1).stream(), hours(-5, 0, 1).stream()).toList();

    assertThat(Runs.of(points)).extracting(List::size).containsExactly(8, 5);
    assertThat(Runs.of(List.of())).isEmpty();
  }

  @Test
  void a_summary_says_how_it_stands_and_what_the_span_came_to() {
    assertThat(Summary.title(week())).isEqualTo("clinic: the last 7 days");
    assertThat(Summary.text(week())).contains("2 things to mend", "1. An index is missing");
    assertThat(Summary.facts(week()))
        .containsEntry("Transactions a second", "75.0 on average, was 50.0 (+50.0 %)")
        .containsEntry("Size", "1.0 GB");
    assertThat(Summary.title(FIRST)).isEqualTo("clinic: report");
  }
}
