package dev.weir.benchmarks;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.backups.HomeBackups;
import dev.weir.engine.Connectors;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.Loaded;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.Job;
import dev.weir.operations.backup.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A repository with many real backups of one small SQLite database. */
final class ManyBackups {
  private ManyBackups() {}

  static void make(Path folder, Path home, int count) throws IOException {
    Path config = folder.resolve("weir.yaml");
    Files.writeString(
        config,
        """
        databases:
          small: {url: "sqlite:%1$s/small.db?create=true"}
        settings:
          backup:
            repository: %1$s/repo
        """
            .formatted(folder));
    Loaded loaded =
        ConfigLoader.builder()
            .connectors(Connectors.installed().all())
            .variables(Map.of())
            .build()
            .load(config);
    Home place = new Home(home);
    try (Weir weir = Weir.open(loaded.catalog().databases().values(), place);
        HomeBackups backups = HomeBackups.open(place, loaded.settings(), Map.of(), folder)) {
      Subject subject = backups.subject(weir.engine().database("small"));
      subject.database().update("create table t (id integer primary key)");
      CreateOrder order = backups.order().tally(false).build();
      for (int i = 0; i < count; i++) {
        backups.backups().create(subject, order, new Job());
      }
    }
  }
}
