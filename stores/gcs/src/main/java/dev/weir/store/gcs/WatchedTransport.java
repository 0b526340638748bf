package dev.weir.store.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import dev.weir.store.transfer.Watch;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;

/**
 * The JDK's HTTP under Google's library, with each request given up when nothing of it moves: its
 * time-outs do not cover writing.
 */
final class WatchedTransport extends HttpTransport {
  private final NetHttpTransport transport = new NetHttpTransport.Builder().build();
  private final Duration stall;

  WatchedTransport(Duration stall) {
    this.stall = stall;
  }

  @Override
  public boolean supportsMethod(String method) {
    return transport.supportsMethod(method);
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    return new Request(opened(method, url));
  }

  /** Only Google's own classes may call it, and only this one could be wrapped. */
  private LowLevelHttpRequest opened(String method, String url) throws IOException {
    try {
      Method build =
          HttpTransport.class.getDeclaredMethod("buildRequest", String.class, String.class);
      build.setAccessible(true);
      return (LowLevelHttpRequest) build.invoke(transport, method, url);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Google's HTTP library has changed", e);
    }
  }

  private final class Request extends LowLevelHttpRequest {
    private final LowLevelHttpRequest request;

    Request(LowLevelHttpRequest request) {
      this.request = request;
    }

    @Override
    public void addHeader(String name, String value) throws IOException {
      request.addHeader(name, value);
    }

    @Override
    public void setTimeout(int connect, int read) throws IOException {
      request.setTimeout(connect, read);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      AtomicLong moved = new AtomicLong();
      request.setContentType(getContentType());
      request.setContentEncoding(getContentEncoding());
      request.setContentLength(getContentLength());
      var content = getStreamingContent();
      if (content != null) {
        request.setStreamingContent(out -> content.writeTo(new Counting(out, moved)));
      }
      try {
        return Watch.over(stall, moved, request::execute);
      } catch (SSLException | RuntimeException e) {
        throw e;
      } catch (IOException e) {
        throw timeout(e);
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    /** Google's library takes only some broken connections for passing, but all time-outs. */
    private static SocketTimeoutException timeout(Exception cause) {
      SocketTimeoutException told = new SocketTimeoutException(String.valueOf(cause));
      told.addSuppressed(cause);
      return told;
    }
  }

  /** Counts bytes on their way out, in bites, so that a slow line is seen to move. */
  private static final class Counting extends FilterOutputStream {
    private static final int BITE = 64 << 10;

    private final AtomicLong moved;

    Counting(OutputStream out, AtomicLong moved) {
      super(out);
      this.moved = moved;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; done += BITE) {
        out.write(bytes, offset + done, Math.min(BITE, length - done));
        moved.incrementAndGet();
      }
    }

    /**
     * The request flushes and closes what lies below. Here neither may wait for a write: Google's
     * library has a channel around this, which whoever interrupts the writer closes first.
     */
    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
