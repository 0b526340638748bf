package dev.weir.examples;

import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.api.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Redis and SQLite side by side: each in its own language, both through the same handle. */
public final class TwoEngines {
  private TwoEngines() {}

  static String greeting(Weir weir, String redisUrl, Path sqliteFile) {
    // tag::two-engines[]
    Database cache = weir.database(redisUrl);
    Database local = weir.database("sqlite:" + sqliteFile + "?create=true");
    local.update("create table if not exists greetings (language text primary key, word text)");
    local.update("insert or replace into greetings values (?, ?)", "sv", "hej");

    Optional<String> cached = cache.query("GET greeting:sv").first(row -> row.text(0));
    return cached.orElseGet(() -> {
      String word =
          local
              .query("select word from greetings where language = ?", "sv")
              .first(row -> row.text("word"))
              .orElseThrow();
      cache.update(Statement.of("SET greeting:sv ? EX 60", word).timeout(Duration.ofMillis(500)));
      return word;
    });
    // end::two-engines[]
  }
}
