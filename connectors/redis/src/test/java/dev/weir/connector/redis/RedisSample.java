package dev.weir.connector.redis;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.testing.contract.Sample;
import java.time.Duration;
import java.util.Optional;

/** Redis's commands; few rows are a list, told at once, and many a set, told page by page. */
final class RedisSample implements Sample {
  private static final long FEW = 100_000;
  private static final long MANY = 1_000_000;

  /** No more at once than a busy machine does before Redis calls itself busy. */
  private static final int PAGE = 50_000;

  private static final String FILL =
      """
      for from = tonumber(ARGV[2]), tonumber(ARGV[3]), 1000 do
        local page = {}
        for i = from, from + 999 do page[#page + 1] = i end
        redis.call(ARGV[1], KEYS[1], unpack(page))
      end
      """;

  private static final String BLOCKED =
      "return tonumber(string.match(redis.call('INFO', 'clients'), 'blocked_clients:(%d+)'))";

  @Override
  public void prepare(Database database) {
    fill(database, "RPUSH", "LLEN", "contract:few", FEW);
    fill(database, "SADD", "SCARD", "contract:many", MANY);
  }

  private static void fill(Database database, String command, String size, String key, long count) {
    if (database.query(size + " ?", key).first(row -> row.longAt(0)).orElseThrow() == count) {
      return;
    }
    database.update("DEL ?", key);
    for (long from = 1; from < count; from += PAGE) {
      database.update("EVAL ? 1 ? ? ? ?", FILL, key, command, from, from + PAGE - 1);
    }
  }

  @Override
  public String echo() {
    return "ECHO ?";
  }

  @Override
  public Statement rows(long count) {
    if (count <= FEW) {
      return Statement.of("LRANGE contract:few 0 ?", count - 1);
    }
    if (count != MANY) {
      throw new IllegalArgumentException("There are up to " + FEW + " rows, or " + MANY);
    }
    return Statement.of("SSCAN contract:many");
  }

  /** Waits for an entry of a stream into which nobody writes. */
  @Override
  public Statement sleep(Duration time) {
    return Statement.of("XREAD BLOCK ? STREAMS contract:silence $", time.toMillis());
  }

  @Override
  public Optional<Statement> sleepers() {
    return Optional.of(Statement.of("EVAL ? 0", BLOCKED));
  }

  @Override
  public Statement write(String key, String value) {
    return Statement.of("HSET ? note ?", "contract:note:" + key, value);
  }

  @Override
  public Statement read(String key) {
    return Statement.of("HVALS ?", "contract:note:" + key);
  }

  @Override
  public String nonsense() {
    return "LRANGE contract:few";
  }

  @Override
  public Statement notify(String channel, String payload) {
    return Statement.of("PUBLISH ? ?", channel, payload);
  }

  @Override
  public Statement operatorOnly() {
    return Statement.of("CONFIG RESETSTAT");
  }
}
