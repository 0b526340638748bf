package dev.weir.connector.redis;

import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Session;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One Redis server with its pool of connections. */
final class RedisNode implements Node {
  private static final List<byte[]> INFO = List.of(Texts.bytes("INFO"), Texts.bytes("server"));

  private final NodeSettings settings;
  private final Driver driver;
  private final LinkPool pool;

  RedisNode(NodeSettings settings) {
    this.settings = settings;
    this.driver = new Driver(settings);
    Definition.Pool sizes = settings.definition().pool();
    this.pool = new LinkPool(driver, sizes, min(sizes), max(sizes));
  }

  private static int min(Definition.Pool pool) {
    return pool.minSize() < 0 ? RedisConnector.POOL.minSize() : pool.minSize();
  }

  private static int max(Definition.Pool pool) {
    return pool.maxSize() < 1 ? RedisConnector.POOL.maxSize() : pool.maxSize();
  }

  @Override
  public String name() {
    return settings.node();
  }

  @Override
  public Session borrow(Deadline deadline) {
    return new RedisSession(pool.take(deadline), pool);
  }

  @Override
  public PoolStatus pool() {
    return pool.status();
  }

  @Override
  public void resize(int minSize, int maxSize) {
    pool.resize(minSize, maxSize);
  }

  @Override
  public boolean adopt(Definition changed) {
    if (!settings.definition().connectsLike(changed)) {
      return false;
    }
    pool.adopt(changed.pool());
    pool.resize(min(changed.pool()), max(changed.pool()));
    return true;
  }

  @Override
  public String version(Deadline deadline) {
    Link link = pool.take(deadline);
    try {
      return version(link, deadline);
    } finally {
      pool.give(link);
    }
  }

  static String version(Link link, Deadline deadline) {
    Reply reply = link.run(INFO, deadline, Effect.NONE);
    if (reply instanceof Reply.Fault fault) {
      throw RedisErrors.fault(fault.text(), link.node(), Effect.NONE);
    }
    String text = reply instanceof Reply.Bulk bulk ? bulk.text() : "";
    return text.lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> "Redis " + line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("Redis of unknown version");
  }

  @Override
  public Schema schema(SchemaFilter filter, Deadline deadline) {
    Link link = pool.take(deadline);
    try {
      return new Keyspace(link, deadline).schema(filter);
    } finally {
      pool.give(link);
    }
  }

  @Override
  public Listening listen(Set<String> channels, Deadline deadline) {
    return driver.listen(channels, deadline);
  }

  @Override
  public void diagnose(Deadline deadline, Consumer<Step> listener) {
    new Diagnosis(settings, deadline, listener).run();
  }

  @Override
  public void tend() {
    pool.tend();
  }

  @Override
  public void evict() {
    pool.evict();
  }

  @Override
  public void close() {
    pool.close();
    driver.close();
  }
}
