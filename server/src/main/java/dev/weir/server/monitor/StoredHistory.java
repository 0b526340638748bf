package dev.weir.server.monitor;

import dev.weir.operations.monitor.History;
import dev.weir.operations.monitor.PlanText;
import dev.weir.operations.monitor.Sample;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps what is seen in the store. Numbers are summed up in memory until their minute is over, and
 * written then; a crash loses no more than that minute. A minute that comes twice, as when the
 * clock is set back, is added to.
 */
public final class StoredHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(StoredHistory.class);

  private final JdbcClient store;
  private final Points points;
  private final Map<String, Minute> minutes = new HashMap<>();

  /** The numbers of a minute of one database. */
  private record Minute(Instant at, Map<Points.Series, Points.Sum> sums) {}

  /** The history in a store whose tables are up to date. */
  public static StoredHistory in(DataSource store) {
    JdbcClient client = JdbcClient.create(store);
    return new StoredHistory(client, new Points(client, new JdbcTemplate(store)));
  }

  StoredHistory(JdbcClient store, Points points) {
    this.store = store;
    this.points = points;
  }

  @Override
  public void keep(String database, Instant at, List<Sample> samples) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    Minute over = null;
    synchronized (minutes) {
      Minute current = minutes.get(database);
      if (current == null || !current.at().equals(minute)) {
        over = current;
        current = new Minute(minute, new HashMap<>());
        minutes.put(database, current);
      }
      for (Sample sample : samples) {
        if (Double.isFinite(sample.value())) {
          current
              .sums()
              .merge(
                  new Points.Series(database, sample.metric(), sample.about()),
                  Points.Sum.of(sample.value()),
                  Points.Sum::plus);
        }
      }
    }
    if (over != null) {
      write(over);
    }
  }

  Points points() {
    return points;
  }

  /** Sums up what is over, and drops what is older than it is kept for. */
  public void tidy(Instant now, Retention kept) {
    points.rollUp();
    points.prune(now, kept);
  }

  /** Writes what is still in memory. */
  public void flush() {
    List<Minute> all;
    synchronized (minutes) {
      all = List.copyOf(minutes.values());
      minutes.clear();
    }
    all.forEach(this::write);
  }

  private void write(Minute minute) {
    try {
      points.write(minute.at(), minute.sums());
    } catch (DataAccessException e) {
      LOG.warn("The store did not take the history of a minute: {}", e.getMessage());
    }
  }

  @Override
  public void gaps(String database, Instant at, List<NotChecked> gaps) {
    safely(() -> {
      store.sql("delete from monitor_gap where database = ?").param(database).update();
      for (NotChecked gap : gaps) {
        store
            .sql(
                "insert into monitor_gap (database, what, reason, mend, at) values (?, ?, ?, ?, ?)")
            .params(database, gap.what(), gap.reason(), gap.mend(), time(at))
            .update();
      }
    });
  }

  @Override
  public void statements(String database, Instant at, List<StatementFigures> statements) {
    safely(() -> {
      for (StatementFigures each : statements) {
        store
            .sql(
                "insert into monitor_statement (database, fingerprint, text, first_seen, last_seen)"
                    + " values (?, ?, ?, ?, ?) on conflict (database, fingerprint)"
                    + " do update set last_seen = excluded.last_seen")
            .params(database, each.fingerprint(), each.text(), time(at), time(at))
            .update();
      }
    });
  }

  @Override
  public Optional<EarlierPlan> plan(
      String database, Instant at, SlowStatement statement, Plan plan) {
    String hash = PlanText.hash(plan);
    Optional<EarlierPlan> last =
        store
            .sql(
                "select hash, words, seconds from monitor_plan where database = ? and fingerprint ="
                    + " ? order by last_seen desc limit 1")
            .params(database, statement.fingerprint())
            .query(
                (row, _) -> new EarlierPlan(row.getString(1), row.getString(2), row.getDouble(3)))
            .optional();
    store
        .sql(
            "insert into monitor_plan (database, fingerprint, hash, tree, words, seconds,"
                + " first_seen, last_seen) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (database,"
                + " fingerprint, hash) do update set tree = excluded.tree, words = excluded.words,"
                + " seconds = excluded.seconds, last_seen = excluded.last_seen")
        .params(
            database,
            statement.fingerprint(),
            hash,
            String.join("\n", PlanText.tree(plan)),
            PlanText.words(plan),
            statement.seconds(),
            time(at),
            time(at))
        .update();
    return last.filter(earlier -> !earlier.hash().equals(hash));
  }

  private static void safely(Runnable write) {
    try {
      write.run();
    } catch (DataAccessException e) {
      LOG.warn("The store did not take what was seen: {}", e.getMessage());
    }
  }

  static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
