package dev.weir.testing.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A bad network on demand: a TCP proxy on 127.0.0.1 in front of a server, which passes everything
 * on until it is told otherwise. Faults take hold of live connections too; {@link #restore()} ends
 * them all. Safe for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final int PIECE = 64 * 1024;
  private static final CountDownLatch NO_HOLE = new CountDownLatch(0);

  private final InetSocketAddress target;
  private final PortLease lease;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong budget = new AtomicLong(UNLIMITED);
  private volatile Duration latency = Duration.ZERO;
  private volatile CountDownLatch hole = NO_HOLE;
  private @Nullable Listener listener;

  private FaultProxy(InetSocketAddress target, PortLease lease) {
    this.target = target;
    this.lease = lease;
  }

  /** A proxy in front of any server. */
  public static FaultProxy to(String host, int port) {
    FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), PortLease.take());
    proxy.listen();
    return proxy;
  }

  public static FaultProxy to(DatabaseServer server) {
    return to(server.host(), server.port());
  }

  /** The same from the first to the last, also while connections are refused. */
  public int port() {
    return lease.port();
  }

  /** The server's URL, by way of this proxy. */
  public String url(DatabaseServer server) {
    return server.url().replace(":" + server.port() + "/", ":" + port() + "/");
  }

  /** How many connections of clients are open. */
  public int connections() {
    return links.size();
  }

  /**
   * Delays each piece of at most 64 KiB on its way to the client, as a far server's full window
   * would.
   */
  public void latency(Duration delay) {
    latency = delay;
  }

  /**
   * Lets nothing through in either direction, while connections stay open and new ones are
   * accepted. What was sent meanwhile arrives after {@link #restore()}, as TCP would send it again.
   */
  public synchronized void blackHole() {
    if (hole.getCount() == 0) {
      hole = new CountDownLatch(1);
    }
  }

  /** Refuses new connections; live ones go on. */
  public synchronized void refuse() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  /** Resets all live connections, towards both ends. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /**
   * Resets the one connection that carries this many more bytes, counted over all, to its client:
   * once.
   */
  public void cutAfterBytes(long bytes) {
    budget.set(bytes);
  }

  /** Passes everything on again. */
  public synchronized void restore() {
    latency = Duration.ZERO;
    budget.set(UNLIMITED);
    hole.countDown();
    if (listener == null) {
      listen();
    }
  }

  @Override
  public void close() {
    refuse();
    hole.countDown();
    cut();
    lease.close();
  }

  private synchronized void listen() {
    try {
      ServerSocket socket = new ServerSocket(port(), 0, InetAddress.getLoopbackAddress());
      listener = new Listener(socket, Thread.startVirtualThread(() -> accept(socket)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port(), e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Link link = new Link(socket.accept());
        links.add(link);
        Thread.startVirtualThread(link::connect);
      }
    } catch (IOException closed) {
      // The listener was closed: nothing more to accept.
    }
  }

  private static long afterwards(long left, int length) {
    return left == UNLIMITED || left <= length ? UNLIMITED : left - length;
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception alreadyBroken) {
      // It is to be gone, and so it is.
    }
  }

  /** The port is free only when the thread that accepts has left it, too. */
  private record Listener(ServerSocket socket, Thread acceptor) {
    void close() {
      closeQuietly(socket);
      try {
        acceptor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One client's connection and the one to the server that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();

    Link(Socket client) {
      this.client = client;
    }

    void connect() {
      try {
        hole.await();
        server.connect(target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.startVirtualThread(this::carryRequests);
        carryAnswers();
      } catch (IOException | InterruptedException e) {
        reset();
      }
    }

    private void carryRequests() {
      try {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
          hole.await();
          out.write(piece, 0, length);
        }
        end();
      } catch (IOException | InterruptedException e) {
        reset();
      }
    }

    private void carryAnswers() throws IOException, InterruptedException {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] piece = new byte[PIECE];
      while (true) {
        int length = in.read(piece);
        if (length < 0) {
          break;
        }
        Thread.sleep(latency);
        hole.await();
        long left = budget.getAndUpdate(before -> afterwards(before, length));
        out.write(piece, 0, Math.toIntExact(Math.min(left, length)));
        if (left <= length) {
          reset();
          return;
        }
      }
      hole.await();
      end();
    }

    /** An end in order: what is on the way still arrives. */
    private void end() {
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }

    private void reset() {
      links.remove(this);
      abort(client);
      abort(server);
    }

    private void abort(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException alreadyClosed) {
        // Then there is nothing left to reset.
      }
      closeQuietly(socket);
    }
  }
}
