package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two servers on one store, with two weeks of history, and a mail server. */
class ReportIT {
  @TempDir static Path folder;

  private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private static final List<Server> SERVERS = new ArrayList<>();
  private static final List<Api> APIS = new ArrayList<>();
  private static DatabaseServer store;
  private static Connection sql;
  private static Hook hook;

  @BeforeAll
  static void startTwoServersOnOneStore() throws Exception {
    MAIL.start();
    hook = new Hook();
    store = Servers.freshPostgresql15(Map.of());
    for (String name : List.of("one", "two")) {
      Home home = new Home(folder.resolve(name));
      Files.createDirectories(home.folder());
      Files.writeString(home.configuration(), configuration());
      Server server = Server.start(Options.of(home).port(0).demo(false).store(store.url()));
      SERVERS.add(server);
      APIS.add(Api.of(server, home));
    }
    sql =
        DriverManager.getConnection(
            "jdbc:postgresql://" + store.host() + ":" + store.port() + "/" + store.database(),
            store.user(),
            store.password());
    history();
  }

  private static String configuration() {
    return """
    databases:
      clinic:
        {type: postgresql, host: "%s", port: %d, database: "%s", user: "%s", password: "%s", features: {monitoring: false}}
      gone: {type: postgresql, host: 127.0.0.1, port: 1, database: x, user: x}
    settings:
      notification.channels:
        mail: "smtp://127.0.0.1:%d?tls=none&from=weir@example.org&to=dba@example.org"
        hook: "%s"
      report:
        zone: Europe/Stockholm
        schedules:
          monday: weekly monday 07:00 clinic to=mail,hook
          every: daily 06:00 gone clinic to=hook
          nobody: daily 06:00 clinic to=none
          wrong: daily noon clinic to=mail
    """
        .formatted(
            store.host(),
            store.port(),
            store.database(),
            store.user(),
            store.password(),
            MAIL.getSmtp().getPort(),
            hook.url());
  }

  @AfterAll
  static void stop() throws Exception {
    APIS.forEach(Api::close);
    SERVERS.forEach(Server::close);
    sql.close();
    store.close();
    hook.close();
    MAIL.stop();
  }

  /**
   * Two weeks by the hour, of which the second was twice as busy; none where they meet, as an hour
   * may begin while this runs.
   */
  private static void history() throws Exception {
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    try (Statement statement = sql.createStatement()) {
      for (YearMonth each : List.of(month.minusMonths(1), month)) {
        statement.execute(
            """
            create table if not exists weir.monitor_hour_%s partition of weir.monitor_hour
              for values from ('%s-01 00:00:00+00') to ('%s-01 00:00:00+00')
            """
                .formatted(each.toString().replace('-', '_'), each, each.plusMonths(1)));
      }
      series(statement, "up", "", "1");
      series(statement, "monitor.cost", "statements", "0.01");
      series(
          statement,
          "transactions.committed",
          store.database(),
          "case when n < 168 then 200 else 100 end");
      series(statement, "connections.used", store.database(), "20 + n % 24");
      series(statement, "size", store.database(), "5e9 - n * 1e6");
      series(statement, "table.bytes", "public.visits", "4e9 - n * 1e6");
      series(statement, "statement.seconds", "f00d", "case when n < 168 then 0.6 else 0.2 end");
      statement.execute(
          """
          insert into weir.monitor_statement values ('clinic', 'f00d', 'select * from visits where patient_id = ?', now(), now())
          """);
    }
  }

  private static void series(Statement statement, String metric, String about, String value)
      throws Exception {
    statement.execute(
        """
        with s as (
          insert into weir.monitor_series (database, metric, about, seen) values ('clinic', '%s', '%s', now())
          on conflict (database, metric, about) do update set seen = excluded.seen returning id)
        insert into weir.monitor_hour (series, at, looks, total, low, high)
        select id, date_trunc('hour', now(), 'UTC') - n * interval '1 hour', 60, 60 * (%s), 0, 0
        from s, generate_series(1, 333) n where n not between 161 and 173
        """
            .formatted(metric, about, value));
  }

  @Test
  void theWeeklyPageComesByMailOnceAndComparesWithTheWeekBefore() throws Exception {
    assertThat(schedule("monday").at("/next").asString()).matches(".*T0[56]:00:00Z");
    for (int round = 1; round <= 2; round++) {
      // What was told for a due time is not told again, such as by a server that takes over.
      String before = schedule("monday").at("/lastOperation").asString("");
      due("monday");
      await()
          .until(() ->
              schedule("monday").at("/next").isString()
                  && !schedule("monday").at("/lastOperation").asString("").equals(before)
                  && schedule("monday").at("/lastState").asString("").equals("SUCCEEDED"));
      await().until(() -> MAIL.getReceivedMessages().length == 1);
    }

    MimeMessage mail = MAIL.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[Weir] clinic: the last 7 days");
    Multipart parts = (Multipart) mail.getContent();
    Multipart words = (Multipart) parts.getBodyPart(0).getContent();
    assertThat(words.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(text(words.getBodyPart(0)))
        .contains("to mend", "200 on average, was 100 (+100.0 %)", "grew by 159 MB");
    BodyPart page = parts.getBodyPart(1);
    assertThat(page.getDisposition()).isEqualTo(Part.ATTACHMENT);
    assertThat(page.getFileName()).matches("clinic-\\d{4}-\\d\\d-\\d\\d\\.html");
    assertThat(page.getContentType()).startsWith("text/html");
    assertThat(text(page))
        .startsWith("<!doctype html>")
        .contains(
            "The last 7 days", "the 7 days before", "<path class=\"before\"", "<path class=\"c0\"")
        .contains("select * from visits where patient_id = ?", "3.00×", "public.visits")
        .doesNotContain("<script", "src=", "http://", "https://");
    await()
        .until(() ->
            hook.of("report", "clinic").stream()
                .anyMatch(each ->
                    each.at("/title").asString().contains("7 days")
                        && each.at("/facts").toString().contains("+100.0 %")));
    assertThat(MAIL.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aScheduleIsRunWhenSomebodyAsksAndTellsWhatItCouldNotDo() throws Exception {
    JsonNode every = ended("every");
    assertThat(every.at("/state").asString()).isEqualTo("FAILED");
    assertThat(every.at("/message").asString()).contains("gone");
    await()
        .until(() ->
            hook.of("report", "clinic").stream()
                .anyMatch(each ->
                    each.at("/title").asString().contains("24 hours")
                        || each.at("/title").asString().equals("clinic: report")));

    assertThat(ended("nobody").at("/code").asString()).isEqualTo("REPORT-005");
    assertThat(APIS.getFirst().send("POST", "/v1/reports/schedules/wrong/run", "").body())
        .contains("REPORT-003", "noon");
    assertThat(APIS.getFirst().send("POST", "/v1/reports/schedules/none/run", "").body())
        .contains("REPORT-004");
    assertThat(schedule("wrong").at("/next").isNull()).isTrue();
  }

  @Test
  void aPageAskedForHasTheChartsOfItsSpan() throws Exception {
    Api api = APIS.getFirst();
    String path = "/v1/databases/clinic/report";

    String week = api.send("GET", path + "?span=7d", "", "Accept", "text/html").body();
    JsonNode charts = Api.json(api.send("GET", path + "?span=7d", "")).at("/charts");
    String text = api.send("GET", path + "?span=7d", "", "Accept", "text/plain").body();

    assertThat(week).contains("<figure class=\"chart\">", "Transactions a second");
    assertThat(charts.findValuesAsString("id"))
        .contains("throughput", "load", "connections", "size");
    assertThat(charts.at("/0/lines/0/points").size()).isEqualTo(160);
    assertThat(text).contains("The last 7 days", "█");
    assertThat(api.get(path + "?span=5s").body()).contains("WEIR-005");
  }

  private static JsonNode schedule(String name) throws Exception {
    for (JsonNode each : Api.json(APIS.getLast().get("/v1/reports/schedules"))) {
      if (each.at("/name").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("There is no schedule " + name);
  }

  private static JsonNode ended(String schedule) throws Exception {
    HttpResponse<String> begun =
        APIS.getFirst().send("POST", "/v1/reports/schedules/" + schedule + "/run", "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String place = begun.headers().firstValue("Location").orElseThrow();
    await()
        .until(
            () -> !Api.json(APIS.getFirst().get(place)).at("/state").asString().equals("RUNNING"));
    return Api.json(APIS.getFirst().get(place));
  }

  private static void due(String instance) throws Exception {
    try (Statement statement = sql.createStatement()) {
      await()
          .until(() ->
              statement.executeUpdate(
                      "update weir.scheduled_tasks set execution_time = now() - interval '3 years',"
                          + " version = version + 1 where task_name = 'report' and task_instance ="
                          + " '"
                          + instance
                          + "' and not picked")
                  == 1);
    }
  }

  private static String text(BodyPart part) throws Exception {
    return part.getContent().toString();
  }
}
