package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Notice;
import dev.weir.api.Notifications;
import dev.weir.api.Result;
import dev.weir.api.Schema.Table;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Statement;
import dev.weir.spi.Connector;
import dev.weir.testing.contract.ConnectorContract;
import dev.weir.testing.contract.NotificationContract;
import dev.weir.testing.contract.Sample;
import dev.weir.testing.contract.ServerContract;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RedisContractIT extends ConnectorContract
    implements ServerContract, NotificationContract {
  private final Connector connector = new RedisConnector();
  private final Sample sample = new RedisSample();
  private @Nullable DatabaseServer own;

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public Sample sample() {
    return sample;
  }

  @Override
  public String url() {
    return Servers.redis().url();
  }

  /** It keeps what was prepared, whatever happens to it. */
  @Override
  public DatabaseServer ownServer() {
    DatabaseServer server = own;
    if (server == null) {
      server = Servers.freshRedis(Map.of());
      own = server;
      sample.prepare(open(server.url(), builder -> builder));
    }
    return server;
  }

  @AfterAll
  void closeOwnServer() {
    if (own != null) {
      own.close();
    }
  }

  @Test
  void a_batch_of_ten_thousand_counts_each_member() {
    List<List<Object>> members =
        java.util.stream.LongStream.range(0, 10_000).mapToObj(i -> List.<Object>of(i, i)).toList();
    database().update("DEL contract:batch");

    Result.Batched batched = database().batch("HSET contract:batch ? ?", members);

    assertThat(batched.counts()).hasSize(10_000).containsOnly(1);
    assertThat(database().query("HLEN contract:batch").first(row -> row.longAt(0)))
        .contains(10_000L);
  }

  @Test
  void a_pattern_is_told_the_channels_that_it_matches() {
    try (Notifications listener = database().listen("orders:*", "plain")) {
      database().update("PUBLISH orders:7 paid");
      database().update("PUBLISH payments:7 no");
      database().update("PUBLISH plain x");

      assertThat(List.of(listener.next(LONG).orElseThrow(), listener.next(LONG).orElseThrow()))
          .map(notice -> ((Notice.Notification) notice).channel())
          .containsExactly("orders:7", "plain");
    }
  }

  @Test
  void what_a_slow_listener_has_no_room_for_is_told_as_a_gap() {
    List<List<Object>> many =
        java.util.stream.LongStream.range(0, 30_000).mapToObj(i -> List.<Object>of(i)).toList();
    try (Notifications listener = database().listen("flood")) {
      database().batch("PUBLISH flood ?", many);

      long told = 0;
      Notice notice = listener.next(LONG).orElseThrow();
      for (; notice instanceof Notice.Notification; notice = listener.next(LONG).orElseThrow()) {
        told++;
      }

      assertThat(notice).isInstanceOf(Notice.Gap.class);
      assertThat(told).isBetween(10_000L, 29_999L);
    }
  }

  @Test
  void subscribing_by_a_statement_is_refused_with_the_call_to_use() {
    assertThatThrownBy(() -> database().execute(Statement.of("SUBSCRIBE a")))
        .hasMessageContaining("weir listen");
  }

  @Test
  void the_schema_tells_the_sorts_of_keys() {
    database().update(sample.write("1", "x"));

    assertThat(database().schema(SchemaFilter.parse("contract*")).tables())
        .extracting(Table::name)
        .contains("contract");
  }
}
