package dev.weir.server.query;

import dev.weir.api.Cancellation;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notices a client that goes away while its request runs, and has what runs cancelled on the
 * database's server. Looks once a second at the connections of requests that have run for a while;
 * what a client has sent ahead is kept. A client that only closes its sending side counts as gone.
 */
@Component
final class ClientWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long LEAST_AGE = Duration.ofMillis(250).toNanos();

  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().name("weir-clients").daemon().start(this::watch);

  /** Runs the work of a request whose body has been read. */
  <T> T run(Callable<T> work) throws Exception {
    SocketWrapperBase<NioChannel> connection = WatchedHttpProtocol.connection();
    Cancellation cancellation = new Cancellation();
    Exchange exchange = new Exchange(connection, cancellation);
    exchanges.add(exchange);
    try {
      return cancellation.call(work);
    } finally {
      exchanges.remove(exchange);
      exchange.end();
    }
  }

  /**
   * Cuts the connection of the request that runs now, so that half an answer is not taken whole.
   */
  static void cut() {
    SocketWrapperBase<NioChannel> connection = WatchedHttpProtocol.connection();
    if (connection != null) {
      connection.close();
    }
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(INTERVAL);
        exchanges.forEach(Exchange::look);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Looking after the clients failed; it goes on", e);
      }
    }
  }

  @PreDestroy
  void stop() {
    thread.interrupt();
  }

  /** One request; the connection is looked at only while the request has not ended. */
  private static final class Exchange {
    private final @Nullable SocketWrapperBase<NioChannel> connection;
    private final Cancellation cancellation;
    private final long began = System.nanoTime();
    private boolean ended;

    Exchange(@Nullable SocketWrapperBase<NioChannel> connection, Cancellation cancellation) {
      this.connection = connection;
      this.cancellation = cancellation;
    }

    synchronized void look() {
      if (ended || connection == null || System.nanoTime() - began < LEAST_AGE) {
        return;
      }
      try {
        boolean sentAhead = connection.isReadyForRead();
        LOG.trace("The client is there{}", sentAhead ? ", and has sent more" : "");
      } catch (IOException gone) {
        ended = true;
        LOG.info("The client went away; what it asked for is cancelled");
        cancellation.cancel();
      }
    }

    synchronized void end() {
      ended = true;
    }
  }
}
