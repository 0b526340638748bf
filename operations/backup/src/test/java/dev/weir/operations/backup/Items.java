package dev.weir.operations.backup;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Environment;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SQLite databases with one table of items; closed together. */
final class Items implements AutoCloseable {
  private final List<Engine> engines = new ArrayList<>();

  static Definition definition(String name, Path file) {
    return Definition.builder(name, "SQLITE")
        .database(file.toString())
        .parameter("create", "true")
        .build();
  }

  static void prepare(Definition definition) {
    try (Items items = new Items()) {
      items
          .open(definition)
          .database()
          .update("create table if not exists items (id integer primary key, name text)");
    }
  }

  Subject open(Definition definition) {
    Engine engine = new Engine(Connectors.installed(), List.of(definition), Secret::reveal);
    engines.add(engine);
    Database database = engine.database(definition.name());
    return new Subject(database, database.definition(), () -> null);
  }

  /** A database with this many items. */
  Subject of(String name, Path file, int items) {
    return of(definition(name, file), items);
  }

  Subject production(String name, Path file, int items) {
    Definition definition =
        definition(name, file).toBuilder().environment(Environment.PRODUCTION).build();
    return of(definition, items);
  }

  private Subject of(Definition definition, int items) {
    prepare(definition);
    Subject subject = open(definition);
    add(subject.database(), 0, items);
    return subject;
  }

  static void add(Database database, int from, int to) {
    database.transaction(transaction -> {
      for (int i = from; i < to; i++) {
        transaction.update("insert into items (id, name) values (?, ?)", i, "item " + i);
      }
      return database;
    });
  }

  static List<String> names(Database database) {
    return database.query("select name from items order by id").list(row -> row.text(0));
  }

  @Override
  public void close() {
    engines.forEach(engine -> engine.close(Duration.ofMillis(100)));
  }
}
