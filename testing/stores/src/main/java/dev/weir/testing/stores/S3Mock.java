package dev.weir.testing.stores;

import com.adobe.testing.s3mock.S3MockApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Adobe's S3Mock, a server of the S3 protocol, in a JVM of its own. It checks no credentials. */
public final class S3Mock implements AutoCloseable {
  /** There from the start. */
  public static final String BUCKET = "weir-test";

  private final ServerProcess process;
  private final URI address;

  private S3Mock(ServerProcess process) {
    this.process = process;
    this.address =
        URI.create("http://127.0.0.1:" + process.await(Pattern.compile("weir-port (\\d+)")));
  }

  public static S3Mock start() {
    return new S3Mock(
        ServerProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                S3Mock.class.getName())));
  }

  public URI address() {
    return address;
  }

  @Override
  public void close() {
    process.close();
  }

  /** Runs in the other JVM, as its makers advise; only so does it tell its port. */
  @SuppressWarnings("deprecation")
  public static void main(String[] arguments) throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.port", "0");
    settings.put("http.port", "0");
    settings.put("silent", "true");
    settings.put("com.adobe.testing.s3mock.store.initial-buckets", BUCKET);
    settings.put("com.adobe.testing.s3mock.max-payload-size", "64MB");
    S3MockApplication server = S3MockApplication.start(settings);
    System.out.println("weir-port " + server.getHttpPort() + "\n");
    while (System.in.read() >= 0) {
      // Only its end counts.
    }
    System.exit(0);
  }
}
