package dev.weir.cli;

import dev.weir.engine.OpenDatabase;
import dev.weir.operations.monitor.LockTree;
import dev.weir.operations.monitor.Picture;
import dev.weir.operations.monitor.Rates;
import dev.weir.operations.monitor.TopStatements;
import dev.weir.operations.monitor.TopStatements.By;
import dev.weir.operations.monitor.TopStatements.Ranked;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A picture of a database on a screen of so many columns and lines. */
final class MonitorScreen {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int LABEL = 12;
  private static final String BETWEEN = "   ";
  private static final int BAR = 20;

  /** What the columns before what a session does take. */
  private static final int SESSION = 28;

  private final OpenDatabase database;
  private final String about;
  private final int width;
  private final int height;
  private final List<String> lines = new ArrayList<>();

  MonitorScreen(OpenDatabase database, int width, int height) {
    this.database = database;
    this.about = database.definition().database();
    this.width = Math.max(60, width);
    this.height = Math.max(16, height);
  }

  List<String> lines(Picture before, Picture now) {
    Rates rates = now.since(before);
    head(now, rates);
    sessions(now, rates);
    rates(rates);
    own(now);
    waits(now);
    int room = height - lines.size() - now.gaps().size() - 7;
    sessionTable(now, Math.max(2, room / 2));
    statementTable(before, now, Math.max(2, room - room / 2));
    gaps(now.gaps());
    return lines;
  }

  private void head(Picture now, Rates rates) {
    String left = " " + database.name() + "  ·  " + database.connector().displayName();
    OptionalDouble uptime = rates.now("uptime", "");
    if (uptime.isPresent()) {
      left += "  ·  up " + Ages.text(Duration.ofSeconds((long) uptime.getAsDouble()));
    }
    String right =
        "looked in "
            + Ages.run(now.cost().toNanos() / 1e9)
            + "  ·  "
            + CLOCK.format(now.at().atZone(ZoneId.systemDefault()))
            + " ";
    lines.add(left + " ".repeat(Math.max(2, width - left.length() - right.length())) + right);
    lines.add("─".repeat(width));
  }

  private void sessions(Picture now, Rates rates) {
    double limit = rates.now("connections.limit", "").orElse(0);
    long clients =
        now.sessions().items().stream().filter(each -> each.kind().equals("client")).count();
    int waiting = LockTree.of(now.sessions().items()).waiting();
    List<String> parts = new ArrayList<>();
    parts.add(
        clients
            + (limit > 0
                ? String.format(Locale.ROOT, " of %.0f  %s", limit, bar(clients / limit))
                : ""));
    parts.add(waiting == 0 ? "nobody waits for a lock" : waiting + " wait for a lock");
    count(parts, rates, "connections.active", "active");
    count(parts, rates, "connections.idle", "idle");
    count(parts, rates, "connections.idle_in_transaction", "idle in transaction");
    lines("Sessions", parts);
  }

  static String bar(double share) {
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }

  private static void count(List<String> parts, Rates rates, String figure, String word) {
    rates
        .now(figure, "")
        .ifPresent(value -> parts.add(String.format(Locale.ROOT, "%.0f %s", value, word)));
  }

  private void rates(Rates rates) {
    List<String> parts = new ArrayList<>();
    rate(parts, rates, "transactions.committed", "commits/s");
    rate(parts, rates, "transactions.rolled_back", "rollbacks/s");
    rate(parts, rates, "statements", "statements/s");
    rate(parts, rates, "rows.fetched", "rows fetched/s");
    OptionalDouble written = sum(rates, "rows.inserted", "rows.updated", "rows.deleted");
    written.ifPresent(each -> parts.add(number(each) + " rows written/s"));
    lines("Rates", parts.isEmpty() ? List.of("not known before the next look") : parts);
    parts.clear();
    rates
        .share("cache.hit", "cache.read", about)
        .ifPresent(share ->
            parts.add(String.format(Locale.ROOT, "%.1f %% of reads from its cache", 100 * share)));
    OptionalDouble log = rates.perSecond("log.bytes", "");
    log.ifPresent(each -> parts.add("log " + Bytes.text((long) each) + "/s"));
    OptionalDouble size = rates.now("size", about);
    size.ifPresent(each -> parts.add("size " + Bytes.text((long) each)));
    if (!parts.isEmpty()) {
      lines("Server", parts);
    }
  }

  private void rate(List<String> parts, Rates rates, String figure, String word) {
    OptionalDouble rate = perSecond(rates, figure);
    rate.ifPresent(each -> parts.add(number(each) + " " + word));
  }

  private OptionalDouble perSecond(Rates rates, String figure) {
    OptionalDouble here = rates.perSecond(figure, about);
    return here.isPresent() ? here : rates.perSecond(figure, "");
  }

  private OptionalDouble sum(Rates rates, String... figures) {
    double all = 0;
    for (String figure : figures) {
      OptionalDouble one = perSecond(rates, figure);
      if (one.isEmpty()) {
        return one;
      }
      all += one.getAsDouble();
    }
    return OptionalDouble.of(all);
  }

  private static String number(double value) {
    return value >= 100 || value == 0
        ? String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ')
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private void own(Picture now) {
    lines(
        "Pool",
        List.of(
            now.pool().active() + " in use",
            now.pool().idle() + " idle",
            now.pool().waiting() + " waiting",
            "of " + now.pool().limit()));
    lines(
        "By Weir",
        List.of(
            "p50 " + Ages.run(now.path().quantile(0.5) / 1e9),
            "p95 " + Ages.run(now.path().quantile(0.95) / 1e9),
            "p99 " + Ages.run(now.path().quantile(0.99) / 1e9)));
  }

  private void waits(Picture now) {
    List<String> parts =
        now.waits().items().stream()
            .filter(each -> each.sessions() > 0)
            .limit(6)
            .map(MonitorScreen::wait)
            .toList();
    lines("Waits", parts.isEmpty() ? List.of("nothing is waited for") : parts);
  }

  private static String wait(WaitFigures each) {
    return each.sessions()
        + " × "
        + (each.kind().equals("CPU") ? "running" : each.kind() + " " + each.event());
  }

  private void sessionTable(Picture now, int room) {
    List<SessionFigures> busy =
        now.sessions().items().stream()
            .filter(each -> each.kind().equals("client") && !each.state().equals("idle"))
            .limit(room)
            .toList();
    int doing = Math.clamp((width - SESSION) / 2, 16, 44);
    title("SESSIONS AT WORK");
    if (busy.isEmpty()) {
      lines.add("  none");
    }
    for (SessionFigures each : busy) {
      String who = each.user() == null ? each.kind() : each.user();
      String row =
          "  "
              + Texts.padLeft(each.id(), 8)
              + "  "
              + Texts.pad(who, 12)
              + "  "
              + Texts.pad(SessionWords.doing(each), doing)
              + "  ";
      lines.add(
          row + Texts.cut(each.statement() == null ? "" : each.statement(), width - row.length()));
    }
  }

  private void statementTable(Picture before, Picture now, int room) {
    title("STATEMENTS SINCE THE LAST LOOK");
    List<Ranked> top =
        TopStatements.rank(
            TopStatements.between(before.statements().items(), now.statements().items()),
            By.TOTAL,
            room);
    if (top.isEmpty()) {
      lines.add(now.statements().gaps().isEmpty() ? "  none" : "  not checked");
    }
    for (Ranked each : top) {
      String row =
          "  "
              + Texts.padLeft(Math.round(100 * each.share()) + " %", 6)
              + Texts.padLeft(Ages.run(each.statement().mean()), 11)
              + Texts.padLeft(each.statement().calls() + " ×", 9)
              + "  ";
      lines.add(row + Texts.cut(each.statement().text(), width - row.length()));
    }
  }

  private void gaps(List<NotChecked> gaps) {
    if (!gaps.isEmpty()) {
      lines.add("");
    }
    for (NotChecked gap : gaps) {
      lines.add(
          Texts.cut(
              " Not checked: " + gap.what() + ". " + gap.reason() + " -> " + gap.mend(), width));
    }
  }

  private void title(String text) {
    lines.add("");
    lines.add(" " + text);
  }

  /** Parts that belong together, on as many lines as they need. */
  private void lines(String label, List<String> parts) {
    String before = label;
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (!line.isEmpty() && LABEL + 1 + line.length() + BETWEEN.length() + part.length() > width) {
        line(before, line.toString());
        before = "";
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : BETWEEN).append(part);
    }
    line(before, line.toString());
  }

  private void line(String label, String text) {
    lines.add(" " + Texts.pad(label, LABEL) + Texts.shorten(text, width - LABEL - 1));
  }
}
