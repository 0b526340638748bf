package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Effect;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import dev.weir.spi.NodeSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens connections of one node by lettuce, which is loaded with the first of them. */
final class Driver {
  private static final int LISTEN_MILLIS = 250;

  private final NodeSettings settings;
  private final String node;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable RedisClient client;
  private boolean closed;

  Driver(NodeSettings settings) {
    this.settings = settings;
    Definition definition = settings.definition();
    this.node =
        definition.name()
            + "/"
            + settings.node()
            + " at "
            + definition.host()
            + ":"
            + port(definition);
  }

  static int port(Definition definition) {
    return definition.port() == 0 ? RedisConnector.PORT : definition.port();
  }

  /** The node's name and place, for messages. */
  String node() {
    return node;
  }

  /** Opens a connection: encrypted, signed in, on the database, named. */
  Link connect(Deadline deadline, int generation) {
    return new Link(
        opened(client().connectAsync(ByteArrayCodec.INSTANCE, uri()), deadline), node, generation);
  }

  /** Opens a connection that listens to channels, and to the patterns among them. */
  Listening listen(Set<String> channels, Deadline deadline) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        opened(client().connectPubSubAsync(ByteArrayCodec.INSTANCE, uri()), deadline);
    return RedisListening.begin(connection, node, channels, deadline);
  }

  private <C extends StatefulConnection<byte[], byte[]>> C opened(
      ConnectionFuture<C> future, Deadline deadline) {
    Duration limit = settings.definition().timeouts().connect();
    Deadline by = deadline.earlier(Deadline.after(limit));
    CompletableFuture<C> opening = future.toCompletableFuture();
    try {
      return opening.get(by.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      closeWhenOpen(opening);
      throw WeirException.of(
          DatabaseError.CONNECTION_REFUSED,
          "No connection to " + node + " within " + Duration.ofNanos(by.allowedNanos()) + ".",
          null,
          Effect.NONE);
    } catch (InterruptedException e) {
      closeWhenOpen(opening);
      Thread.currentThread().interrupt();
      throw WeirException.of(
          CoreError.INTERRUPTED, "Interrupted while connecting to " + node + ".", e, Effect.NONE);
    } catch (ExecutionException e) {
      throw explained(RedisErrors.unreachable(e.getCause() == null ? e : e.getCause(), node), by);
    }
  }

  /**
   * A server that takes no more clients says so before it is asked and hangs up, which lettuce
   * tells as a lost connection; so a refused connection is listened to once more.
   */
  private WeirException explained(WeirException refused, Deadline by) {
    if (refused.code() != DatabaseError.CONNECTION_REFUSED
        || encrypted(settings.definition())
        || by.passed()) {
      return refused;
    }
    try (Socket socket = new Socket()) {
      Definition definition = settings.definition();
      socket.connect(
          new InetSocketAddress(definition.host(), port(definition)), by.remainingMillis());
      socket.setSoTimeout(Math.min(LISTEN_MILLIS, by.remainingMillis()));
      String said = new String(socket.getInputStream().readNBytes(512), StandardCharsets.UTF_8);
      return said.startsWith("-")
          ? RedisErrors.fault(said.substring(1).lines().findFirst().orElse(""), node, Effect.NONE)
          : refused;
    } catch (IOException e) {
      return refused;
    }
  }

  private static void closeWhenOpen(
      CompletableFuture<? extends StatefulConnection<byte[], byte[]>> opening) {
    opening.whenComplete((late, failure) -> {
      if (late != null) {
        late.closeAsync();
      }
    });
  }

  private RedisClient client() {
    lock.lock();
    try {
      if (closed) {
        throw Rejected.because(CoreError.CLOSED, "The node " + node + " is closed.");
      }
      if (client == null) {
        RedisClient made = RedisClient.create(Threads.acquire());
        made.setOptions(options());
        client = made;
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  private ClientOptions options() {
    Definition definition = settings.definition();
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(definition.timeouts().connect())
                .keepAlive(true)
                .build())
        .sslOptions(tls(definition))
        .build();
  }

  /** What {@code tls} of a definition means to lettuce. */
  static SslOptions tls(Definition definition) {
    Tls tls = definition.tls();
    SslOptions.Builder options =
        SslOptions.builder()
            .jdkSslProvider()
            .handshakeTimeout(definition.timeouts().connect())
            .protocols(
                tls.minimumVersion().equals("TLSv1.3")
                    ? new String[] {"TLSv1.3"}
                    : new String[] {"TLSv1.2", "TLSv1.3"});
    if (tls.ca() != null) {
      options.trustManager(new File(tls.ca()));
    }
    if (tls.certificate() != null && tls.key() != null) {
      options.keyManager(new File(tls.certificate()), new File(tls.key()), new char[0]);
    }
    return options.build();
  }

  /** Redis cannot change a plain connection to an encrypted one, so PREFER means plain. */
  static boolean encrypted(Definition definition) {
    return switch (definition.tls().mode()) {
      case DISABLE, PREFER -> false;
      case REQUIRE, VERIFY_CA, VERIFY_FULL -> true;
    };
  }

  private RedisURI uri() {
    Definition definition = settings.definition();
    RedisURI uri = RedisURI.create(definition.host(), port(definition));
    uri.setTimeout(definition.timeouts().connect());
    uri.setDatabase(definition.database().isEmpty() ? 0 : Integer.parseInt(definition.database()));
    uri.setClientName(definition.parameters().getOrDefault("client-name", "weir"));
    uri.setSsl(encrypted(definition));
    uri.setVerifyPeer(
        switch (definition.tls().mode()) {
          case DISABLE, PREFER, REQUIRE -> SslVerifyMode.NONE;
          case VERIFY_CA -> SslVerifyMode.CA;
          case VERIFY_FULL -> SslVerifyMode.FULL;
        });
    String password = settings.password().get();
    String user = definition.user();
    if (user != null && !user.isEmpty()) {
      uri.setAuthentication(user, password == null ? new char[0] : password.toCharArray());
    } else if (password != null && !password.isEmpty()) {
      uri.setAuthentication(password.toCharArray());
    }
    return uri;
  }

  /** Closes every connection that it opened. */
  void close() {
    lock.lock();
    try {
      closed = true;
      RedisClient made = client;
      client = null;
      if (made != null) {
        made.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((_, _) -> Threads.release());
      }
    } finally {
      lock.unlock();
    }
  }
}
