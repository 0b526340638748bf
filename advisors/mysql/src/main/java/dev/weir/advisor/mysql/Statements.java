package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements that are given, and those that the server has counted as using no good index. */
final class Statements {
  private static final String OTHERS =
      "({TEXT} not like '%information\\_schema%' and {TEXT} not like '%performance\\_schema%' and"
          + " lower({TEXT}) regexp '^[[:space:]]*(select|update|delete)')";

  /** MySQL keeps a text for each that it counts, cut off after a length. */
  private static final String COUNTED =
      """
      select {SAMPLE}, digest_text, count_star, sum_timer_wait / count_star / 1e9
      from performance_schema.events_statements_summary_by_digest
      where schema_name = database() and count_star > 0
        and sum_no_index_used + sum_no_good_index_used + sum_sort_rows > 0 and {OTHERS}
      order by sum_timer_wait desc limit 50\
      """;

  /** Those that clients have prepared and keep, which are not counted with the others. */
  private static final String PREPARED =
      """
      select sql_text, sql_text, sum(count_execute), sum(sum_timer_execute) / sum(count_execute) / 1e9
      from performance_schema.prepared_statements_instances
      where count_execute > 0 and sum_no_index_used + sum_no_good_index_used + sum_sort_rows > 0 and {OTHERS}
      group by sql_text order by sum(sum_timer_execute) desc limit 50\
      """;

  private static final Pattern UPDATE =
      Pattern.compile("(?is)update\\s+(\\S+|`[^`]+`)\\s+set\\s.*\\swhere\\s(.*)");
  private static final Pattern DELETE =
      Pattern.compile("(?is)delete\\s+from\\s+(\\S+|`[^`]+`)\\s+where\\s(.*)");

  private final Database database;
  private final Facts facts;

  Statements(Database database, Facts facts) {
    this.database = database;
    this.facts = facts;
  }

  List<Sample> given(List<Sample> samples) {
    return samples.stream().map(this::readable).toList();
  }

  /** Since the server began, or its counters were set to nothing. */
  List<Sample> counted() {
    String sample = facts.mariadb() ? "digest_text" : "coalesce(query_sample_text, digest_text)";
    List<Sample> all = new ArrayList<>();
    read(COUNTED.replace("{SAMPLE}", sample).replace("{OTHERS}", others("digest_text")), all);
    read(PREPARED.replace("{OTHERS}", others("sql_text")), all);
    return all;
  }

  private static String others(String text) {
    return OTHERS.replace("{TEXT}", text);
  }

  private void read(String query, List<Sample> all) {
    double longest = facts.number("performance_schema_max_sql_text_length");
    database
        .query(query)
        .list(row -> {
          String text = Facts.text(row, 0);
          boolean cut = longest > 0 && text.length() >= longest || text.endsWith("...");
          Sample sample =
              new Sample(
                  cut ? Facts.text(row, 1) : text, row.doubleAt(2) / facts.days(), row.doubleAt(3));
          return all.add(sample);
        });
    all.replaceAll(this::readable);
  }

  /** With values, and as a statement that only reads what it would change. */
  private Sample readable(Sample sample) {
    String text = sample.text().replaceFirst("(?s)^\\s*/\\*.*?\\*/", "").strip();
    if (Values.missing(text)) {
      text = new Values(database).fill(text);
    }
    boolean once = text.toLowerCase(Locale.ROOT).split("\\swhere\\s", -1).length == 2;
    for (Pattern change : List.of(UPDATE, DELETE)) {
      Matcher matcher = change.matcher(text);
      if (once && matcher.matches()) {
        text = "select * from " + matcher.group(1) + " where " + matcher.group(2);
      }
    }
    return new Sample(text, sample.calls(), sample.milliseconds());
  }
}
