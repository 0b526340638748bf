package dev.weir.backup.redis;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.Scope;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class RedisContractIT extends BackupContract {
  private static DatabaseServer server;
  private static DatabaseServer other;
  private static Engine engine;
  private static Subject subject;

  @BeforeAll
  static void begin() {
    engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
    server = Servers.freshRedis(Map.of());
    other = Servers.freshRedis(Map.of());
    subject = subject(server);
  }

  @AfterAll
  static void end() {
    engine.close(Duration.ofSeconds(1));
    server.close();
    other.close();
  }

  @BeforeEach
  void fill() {
    ask(subject, "FLUSHALL");
    change();
  }

  private static Subject subject(DatabaseServer server) {
    Definition definition =
        Definition.builder("db-" + UUID.randomUUID(), "REDIS")
            .host(server.host())
            .port(server.port())
            .database("0")
            .password(Secret.of(server.password()))
            .build();
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(definition);
    engine.reload(all);
    return new Subject(engine.database(definition.name()), definition, server::password);
  }

  private static void ask(Subject of, String... command) {
    try (Wire wire = Wire.open(of.definition(), of.password().get())) {
      wire.ask(command);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  protected BackupMethod method() {
    return new RedisBackup();
  }

  @Override
  protected Subject subject() {
    return subject;
  }

  @Override
  protected Scope scope() {
    return new Scope.Cluster();
  }

  @Override
  protected void change() {
    ask(subject, "RPUSH", "marks", "one more");
  }

  @Override
  protected Destination elsewhere() {
    Subject elsewhere = subject(other);
    ask(elsewhere, "FLUSHALL");
    return new Destination.Server(elsewhere);
  }
}
