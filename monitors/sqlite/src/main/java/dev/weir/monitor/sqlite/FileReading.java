package dev.weir.monitor.sqlite;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SettingFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file: its pages, its log beside it, and whether it is whole when asked exactly. */
final class FileReading {
  private static final List<String> SETTINGS =
      List.of(
          "journal_mode",
          "synchronous",
          "foreign_keys",
          "auto_vacuum",
          "page_size",
          "cache_size",
          "busy_timeout",
          "mmap_size",
          "encoding",
          "wal_autocheckpoint",
          "secure_delete",
          "user_version",
          "application_id");

  private FileReading() {}

  static Reading<Figure> read(Look look) {
    List<Figure> figures = new ArrayList<>();
    List<NotChecked> gaps = new ArrayList<>();
    double page = number(look, "page_size");
    figures.add(Figure.gauge("size", Unit.BYTES, number(look, "page_count") * page));
    figures.add(Figure.gauge("size.free", Unit.BYTES, number(look, "freelist_count") * page));
    log(look, figures, gaps);
    if (look.exact()) {
      boolean whole =
          look.rows("pragma quick_check(1)", row -> "ok".equals(row.text(0))).getFirst();
      figures.add(Figure.gauge("damaged", Unit.COUNT, whole ? 0 : 1));
    }
    return Reading.of(figures, gaps);
  }

  private static void log(Look look, List<Figure> figures, List<NotChecked> gaps) {
    try {
      Path log = Path.of(look.database().definition().database() + "-wal");
      double size = Files.exists(log) ? Files.size(log) : 0;
      figures.add(Figure.gauge("log.size", Unit.BYTES, size));
    } catch (IOException | InvalidPathException e) {
      gaps.add(
          new NotChecked(
              "log", "The log beside the file cannot be looked at: " + e.getMessage(), ""));
    }
  }

  private static double number(Look look, String pragma) {
    return look.rows("pragma " + pragma, row -> row.doubleAt(0)).getFirst();
  }

  static Reading<SettingFigures> settings(Look look) {
    List<SettingFigures> all = new ArrayList<>();
    for (String name : SETTINGS) {
      look.rows("pragma " + name, row -> String.valueOf(row.text(0)))
          .forEach(value -> all.add(new SettingFigures(name, value, null, "connection", false)));
    }
    return Reading.of(all);
  }
}
