package dev.weir.server.alert;

import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.AlertKey;
import dev.weir.operations.alert.Finding;
import dev.weir.operations.alert.Severity;
import dev.weir.operations.alert.Silence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of alerts. */
@Component
final class AlertStore {
  private static final String KEPT = "400 days";

  private final JdbcClient store;

  AlertStore(JdbcClient store) {
    this.store = store;
  }

  /** Takes the right to judge the rules until the transaction ends; false when another has it. */
  boolean takeRound() {
    return store
        .sql("select pg_try_advisory_xact_lock(hashtext('weir.alert.round'))")
        .query(Boolean.class)
        .single();
  }

  /** The store's time, the one clock that all servers share. */
  Instant now() {
    return store
        .sql("select clock_timestamp() as now")
        .query((row, _) -> instant(row, "now"))
        .single();
  }

  /**
   * Begins a round, and tells how long ago the last one was: nothing where the clock was set back,
   * and never more than {@code most}.
   */
  Duration elapsed(Instant now, Duration most) {
    Instant last =
        store
            .sql("select at from alert_round")
            .query((row, _) -> instant(row, "at"))
            .optional()
            .orElse(now);
    store
        .sql(
            "insert into alert_round (at) values (?) on conflict (only_one) do update set at ="
                + " excluded.at")
        .param(utc(now))
        .update();
    Duration past = Duration.between(last, now);
    return past.isNegative() ? Duration.ZERO : past.compareTo(most) > 0 ? most : past;
  }

  /** What a server has found, in place of what it found before. */
  void report(String node, List<Finding> findings, Set<String> unknown) {
    store
        .sql(
            "insert into alert_node (node, seen, unknown) values (?, clock_timestamp(), ?)"
                + " on conflict (node) do update set seen = excluded.seen, unknown ="
                + " excluded.unknown")
        .params(node, String.join(",", unknown))
        .update();
    store.sql("delete from alert_finding where node = ?").param(node).update();
    for (Finding finding : findings) {
      store
          .sql(
              "insert into alert_finding (node, rule, database, subject, value) values (?, ?, ?,"
                  + " ?, ?) on conflict (node, rule, database, subject) do update set value ="
                  + " excluded.value")
          .params(node, finding.rule(), finding.database(), finding.subject(), finding.value())
          .update();
    }
  }

  /** Forgets servers that have not reported for long, whichever way the clock was set. */
  void forget(Instant now, Duration silent) {
    store
        .sql("delete from alert_node where seen not between ? and ?")
        .params(utc(now.minus(silent)), utc(now.plus(silent)))
        .update();
  }

  List<Finding> findings() {
    return store
        .sql("select rule, database, subject, value from alert_finding")
        .query(Finding.class)
        .list();
  }

  Set<String> unknown() {
    Set<String> rules = new LinkedHashSet<>();
    store
        .sql("select unknown from alert_node where unknown <> ''")
        .query(String.class)
        .list()
        .forEach(each -> rules.addAll(List.of(each.split(","))));
    return rules;
  }

  List<Alert> alerts() {
    return store
        .sql(
            "select * from alert order by case severity when 'CRITICAL' then 0 when 'WARNING' then"
                + " 1 else 2 end, rule, database, subject")
        .query(AlertStore::alert)
        .list();
  }

  void replace(List<Alert> alerts) {
    store.sql("delete from alert").update();
    for (Alert alert : alerts) {
      store
          .sql(
              "insert into alert (rule, database, subject, state, severity, value, broken, good,"
                  + " waited, told, began, fired) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
          .param(alert.key().rule())
          .param(alert.key().database())
          .param(alert.key().subject())
          .param(alert.state().name())
          .param(alert.severity().name())
          .param(alert.value())
          .param(alert.broken().toMillis())
          .param(alert.good().toMillis())
          .param(alert.waited().toMillis())
          .param(alert.told())
          .param(utc(alert.began()))
          .param(alert.fired() == null ? null : utc(alert.fired()))
          .update();
    }
  }

  void add(List<Alert> changes, Instant now) {
    for (Alert alert : changes) {
      store
          .sql(
              "insert into alert_event (at, rule, database, subject, state, severity, value)"
                  + " values (?, ?, ?, ?, ?, ?, ?)")
          .params(
              utc(now),
              alert.key().rule(),
              alert.key().database(),
              alert.key().subject(),
              alert.state().name(),
              alert.severity().name(),
              alert.value())
          .update();
    }
    store.sql("delete from alert_event where at < now() - '" + KEPT + "'::interval").update();
  }

  /** Changes of state, newest first. */
  List<Event> events(long before, int limit) {
    return store
        .sql("select * from alert_event where id < ? order by id desc limit ?")
        .params(before, limit)
        .query(Event.class)
        .list();
  }

  /** Silences that have not ended, in the order in which they end. */
  List<Silence> silences(Instant now) {
    return store
        .sql("select * from alert_silence where until > ? order by until, id")
        .param(utc(now))
        .query(AlertStore::silence)
        .list();
  }

  Silence silence(
      @Nullable String rule,
      @Nullable String database,
      Duration time,
      String author,
      String reason) {
    return store
        .sql(
            "insert into alert_silence (rule, database, until, author, reason) values (?, ?,"
                + " clock_timestamp() + ? * interval '1 millisecond', ?, ?) returning *")
        .param(rule)
        .param(database)
        .param(time.toMillis())
        .param(author)
        .param(reason)
        .query(AlertStore::silence)
        .single();
  }

  boolean endSilence(UUID id) {
    return store
            .sql(
                "update alert_silence set until = clock_timestamp() where id = ? and until >"
                    + " clock_timestamp()")
            .param(id)
            .update()
        == 1;
  }

  /** A change of an alert's state. */
  record Event(
      long id,
      OffsetDateTime at,
      String rule,
      String database,
      String subject,
      Alert.State state,
      Severity severity,
      double value) {}

  private static Alert alert(ResultSet row, int number) throws SQLException {
    return new Alert(
        new AlertKey(row.getString("rule"), row.getString("database"), row.getString("subject")),
        Alert.State.valueOf(row.getString("state")),
        Severity.valueOf(row.getString("severity")),
        row.getDouble("value"),
        Duration.ofMillis(row.getLong("broken")),
        Duration.ofMillis(row.getLong("good")),
        Duration.ofMillis(row.getLong("waited")),
        row.getBoolean("told"),
        instant(row, "began"),
        row.getObject("fired") == null ? null : instant(row, "fired"));
  }

  private static Silence silence(ResultSet row, int number) throws SQLException {
    return new Silence(
        row.getObject("id", UUID.class),
        row.getString("rule"),
        row.getString("database"),
        instant(row, "until"),
        row.getString("author"),
        row.getString("reason"),
        instant(row, "created"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
