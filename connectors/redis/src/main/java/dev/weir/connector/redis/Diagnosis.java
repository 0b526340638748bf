package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import dev.weir.spi.NodeSettings;
import io.lettuce.core.SslOptions;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Walks the way to a Redis server step by step, and says at each what was found and mends it. */
final class Diagnosis {
  private static final String PROBE = "weir:diagnosis";

  private final NodeSettings settings;
  private final Definition definition;
  private final Deadline deadline;
  private final Consumer<Step> listener;
  private final Driver driver;
  private @Nullable InetAddress address;
  private @Nullable Link link;

  Diagnosis(NodeSettings settings, Deadline deadline, Consumer<Step> listener) {
    this.settings = settings;
    this.definition = settings.definition();
    this.deadline = deadline;
    this.listener = listener;
    this.driver = new Driver(settings);
  }

  /** What a step found. */
  private record Finding(Outcome outcome, String finding, String mend) {
    static Finding ok(String finding) {
      return new Finding(Outcome.OK, finding, "");
    }

    static Finding failed(String finding, String mend) {
      return new Finding(Outcome.FAILED, finding, mend);
    }
  }

  /** One step's work. */
  private interface Work {
    Finding run();
  }

  void run() {
    try {
      for (Map.Entry<String, Work> step : steps()) {
        if (!step(step.getKey(), step.getValue())) {
          return;
        }
      }
    } finally {
      driver.close();
    }
  }

  private List<Map.Entry<String, Work>> steps() {
    return List.of(
        Map.entry("name", this::name),
        Map.entry("tcp", this::tcp),
        Map.entry("tls", this::tls),
        Map.entry("login", this::login),
        Map.entry("privileges", this::privileges),
        Map.entry("version", this::version));
  }

  private boolean step(String name, Work work) {
    long start = System.nanoTime();
    Finding found =
        deadline.passed()
            ? Finding.failed("The time was up.", "Give the test more time.")
            : work.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    listener.accept(new Step(name, found.outcome(), found.finding(), found.mend(), took));
    return found.outcome() != Outcome.FAILED;
  }

  private Finding name() {
    try {
      InetAddress[] all = InetAddress.getAllByName(definition.host());
      address = all[0];
      return Finding.ok(
          definition.host()
              + " is "
              + Arrays.stream(all)
                  .map(InetAddress::getHostAddress)
                  .collect(Collectors.joining(", "))
              + ".");
    } catch (UnknownHostException e) {
      return Finding.failed(
          "The name " + definition.host() + " has no address.",
          "Correct `host` in the definition, or the name service of this machine.");
    }
  }

  private Socket connect() throws IOException {
    Duration limit = definition.timeouts().connect();
    Socket socket = new Socket();
    try {
      int wait = deadline.earlier(Deadline.after(limit)).remainingMillis();
      socket.setSoTimeout(wait);
      socket.connect(new InetSocketAddress(address, Driver.port(definition)), wait);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Finding tcp() {
    int port = Driver.port(definition);
    try (Socket socket = connect()) {
      return Finding.ok("Port " + socket.getPort() + " takes connections.");
    } catch (IOException e) {
      return Finding.failed(
          "No connection to port " + port + ": " + e.getMessage() + ".",
          "Start Redis there, correct `port`, or open the firewall; Redis listens on 127.0.0.1"
              + " only until `bind` says otherwise.");
    }
  }

  private Finding tls() {
    if (!Driver.encrypted(definition)) {
      return new Finding(
          Outcome.SKIPPED,
          "The connection is not encrypted (tls.mode "
              + definition.tls().mode()
              + "; Redis cannot encrypt on demand).",
          "Set tls.mode to VERIFY_FULL, or write rediss://, if the server offers TLS.");
    }
    try (Socket socket = connect();
        SSLSocket encrypted = handshake(socket)) {
      X509Certificate certificate =
          (X509Certificate) encrypted.getSession().getPeerCertificates()[0];
      return Finding.ok(
          encrypted.getSession().getProtocol()
              + " with the certificate of "
              + certificate.getSubjectX500Principal().getName()
              + ", good until "
              + certificate.getNotAfter().toInstant()
              + ".");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return Finding.failed("The TLS handshake failed: " + root(e) + ".", mendTls());
    }
  }

  private SSLSocket handshake(Socket socket) throws IOException, GeneralSecurityException {
    Tls.Mode mode = definition.tls().mode();
    SslOptions options = Driver.tls(definition);
    SslContextBuilder builder = options.createSslContextBuilder();
    if (mode == Tls.Mode.REQUIRE) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    JdkSslContext context = (JdkSslContext) builder.build();
    SSLSocket encrypted =
        (SSLSocket)
            context
                .context()
                .getSocketFactory()
                .createSocket(socket, definition.host(), Driver.port(definition), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setProtocols(options.getProtocols());
    if (mode == Tls.Mode.VERIFY_FULL) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private String mendTls() {
    return switch (definition.tls().mode()) {
      case DISABLE, PREFER, REQUIRE ->
          "Check that this port speaks TLS (tls-port), or set tls.mode to DISABLE.";
      case VERIFY_CA, VERIFY_FULL ->
          "Name the authority of the server's certificate in tls.ca, check its dates and that it"
              + " is made out to this host, and that this port speaks TLS (tls-port).";
    };
  }

  private Finding login() {
    try {
      link = driver.connect(deadline, 0);
      String user = definition.user();
      return Finding.ok(
          user == null || user.isEmpty()
              ? "Signed in as the default user."
              : "Signed in as " + user + ".");
    } catch (WeirException e) {
      return Finding.failed(e.getMessage() + vendor(e), mendLogin(e));
    }
  }

  private static String vendor(WeirException e) {
    String code = e.facts().get("vendorCode");
    return code == null ? "" : " (" + code + ")";
  }

  private String mendLogin(WeirException e) {
    if (e.code() == DatabaseError.AUTHENTICATION) {
      boolean none = settings.password().get() == null;
      return none
          ? "The server wants a password: set `password` in the definition, and `user` for an ACL"
              + " user."
          : "Correct `user` or the secret that `password` names; see ACL LIST on the server for"
              + " users that are off.";
    }
    if (e.code() == DatabaseError.UNKNOWN_DATABASE) {
      return "Correct `database`: the server has fewer databases (CONFIG GET databases).";
    }
    if (e.code() == CoreError.SECRET_MISSING) {
      return e.code().nextStep();
    }
    return e.code() instanceof DatabaseError known && known == DatabaseError.CONNECTION_REFUSED
        ? "Check that it is Redis that listens there, and whether it wants TLS."
        : e.code().nextStep();
  }

  private Reply ask(String... words) {
    Link open = Objects.requireNonNull(link);
    List<byte[]> command = Arrays.stream(words).map(Texts::bytes).toList();
    return open.run(command, deadline, Effect.NONE);
  }

  private Finding privileges() {
    try {
      Reply read = ask("EXISTS", PROBE);
      if (read instanceof Reply.Fault fault) {
        return new Finding(
            Outcome.WARNING,
            "Keys outside its own may not be read: "
                + RedisErrors.fault(fault.text(), driver.node(), Effect.NONE).getMessage(),
            "If the user should read all keys: ACL SETUSER … ~* +@read on the server.");
      }
      String user = ask("ACL", "WHOAMI") instanceof Reply.Bulk name ? name.text() : "";
      Reply dry = ask("ACL", "DRYRUN", user, "SET", PROBE, "1");
      return switch (dry) {
        case Reply.Bulk told when told.ok() -> Finding.ok("It may read and write.");
        case Reply.Bulk _ -> Finding.ok("It may read, and not write every key.");
        default ->
            Finding.ok("It may read; whether it may write is not told to this user or version.");
      };
    } catch (WeirException e) {
      return Finding.failed(String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  private Finding version() {
    try {
      return Finding.ok(RedisNode.version(Objects.requireNonNull(link), deadline) + ".");
    } catch (WeirException e) {
      return e.code() == DatabaseError.PERMISSION
          ? new Finding(
              Outcome.WARNING,
              "The user may not ask for the version.",
              "Allow it: ACL SETUSER … +info on the server.")
          : Finding.failed(String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 12; depth++) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
