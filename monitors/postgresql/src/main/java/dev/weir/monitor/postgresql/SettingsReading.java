package dev.weir.monitor.postgresql;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SettingFigures;
import java.util.List;

/** Settings from pg_settings, which leaves out what the role may not see. */
final class SettingsReading {
  private static final String TEXT =
      """
      select name, setting, unit, source, pending_restart from pg_catalog.pg_settings order by name\
      """;

  private SettingsReading() {}

  static Reading<SettingFigures> read(Look look) {
    List<SettingFigures> all =
        look.rows(
            TEXT,
            row ->
                new SettingFigures(
                    Cells.text(row, 0),
                    Cells.text(row, 1),
                    row.text(2),
                    Cells.text(row, 3),
                    row.booleanAt(4)));
    boolean complete =
        all.stream().anyMatch(each -> each.name().equals("shared_preload_libraries"));
    return Reading.of(
        all,
        complete
            ? List.of()
            : List.of(
                new NotChecked(
                    "settings",
                    "Settings that only some roles may see are missing.",
                    "GRANT pg_read_all_settings TO the role that Weir signs in with")));
  }
}
