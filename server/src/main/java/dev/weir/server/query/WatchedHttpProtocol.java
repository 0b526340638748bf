package dev.weir.server.query;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP/1.1, which lets a request know the connection that it came over. */
public final class WatchedHttpProtocol extends Http11NioProtocol {
  private static final ScopedValue<SocketWrapperBase<NioChannel>> CONNECTION =
      ScopedValue.newInstance();

  /** Called by Tomcat. */
  public WatchedHttpProtocol() {
    Binding binding = new Binding(getHandler());
    setHandler(binding);
    getEndpoint().setHandler(binding);
  }

  /** The connection of the request that runs now; null where none does. */
  static @Nullable SocketWrapperBase<NioChannel> connection() {
    return CONNECTION.isBound() ? CONNECTION.get() : null;
  }

  private record Binding(Handler<NioChannel> handler) implements Handler<NioChannel> {
    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
      return ScopedValue.where(CONNECTION, socket).call(() -> handler.process(socket, event));
    }

    @Override
    public Object getGlobal() {
      return handler.getGlobal();
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> socket) {
      handler.release(socket);
    }

    @Override
    public void pause() {
      handler.pause();
    }

    @Override
    public void recycle() {
      handler.recycle();
    }
  }
}
