package dev.weir.connector.jdbc;

import dev.weir.api.Definition;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import dev.weir.spi.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/** Walks the way to a relational server and tells each step as it ends. */
final class Diagnosis {
  private final RelationalEngine engine;
  private final NodeSettings settings;
  private final DriverSource source;
  private final Translation translation;
  private long began;

  Diagnosis(
      RelationalEngine engine,
      NodeSettings settings,
      DriverSource source,
      Translation translation) {
    this.engine = engine;
    this.settings = settings;
    this.source = source;
    this.translation = translation;
  }

  void run(Deadline deadline, Consumer<Step> listener) {
    if (engine.networked() && !(name(listener) && tcp(deadline, listener))) {
      return;
    }
    for (Step step : engine.before(settings)) {
      listener.accept(step);
      if (step.outcome() == Outcome.FAILED) {
        return;
      }
    }
    start();
    try (Connection connection = source.getConnection()) {
      tls(connection, listener);
      listener.accept(opened());
      start();
      listener.accept(engine.privileges(connection, took()));
      start();
      listener.accept(ok("version", engine.version(connection) + "."));
    } catch (SQLException e) {
      WeirException error = translation.translate(e, Translation.Phase.CONNECT);
      String step =
          !engine.networked()
              ? "open"
              : error.code() == dev.weir.api.DatabaseError.TLS ? "tls" : "login";
      listener.accept(
          failed(
              step,
              java.util.Objects.requireNonNullElse(error.getMessage(), "It failed."),
              error.code().nextStep()));
    }
  }

  private Step opened() {
    Definition definition = settings.definition();
    return engine.networked()
        ? ok("login", "Signed in as " + definition.user() + " to " + definition.database() + ".")
        : ok("open", "Opened " + definition.database() + ".");
  }

  private boolean name(Consumer<Step> listener) {
    start();
    String host = settings.definition().host();
    try {
      InetAddress address = InetAddress.getByName(host);
      listener.accept(ok("name", host + " is " + address.getHostAddress() + "."));
      return true;
    } catch (UnknownHostException e) {
      listener.accept(
          failed(
              "name",
              "No address is known for " + host + ".",
              "Correct the host, or the name service of this machine."));
      return false;
    }
  }

  private boolean tcp(Deadline deadline, Consumer<Step> listener) {
    start();
    Definition definition = settings.definition();
    String place = definition.host() + ":" + definition.port();
    int wait =
        (int) Math.min(deadline.remainingMillis(), definition.timeouts().connect().toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(definition.host(), definition.port()), wait);
      listener.accept(ok("tcp", place + " accepts connections."));
      return true;
    } catch (IOException e) {
      String mend =
          e instanceof java.net.SocketTimeoutException
              ? "Nothing answers: look for a firewall, a security group or a wrong address."
              : "Check the port, that the server runs, and that it listens on this address.";
      listener.accept(failed("tcp", place + ": " + e.getMessage() + ".", mend));
      return false;
    }
  }

  private void tls(Connection connection, Consumer<Step> listener) throws SQLException {
    if (!engine.networked()) {
      return;
    }
    String encryption = engine.encryption(connection);
    listener.accept(
        encryption != null
            ? ok(
                "tls",
                "Encrypted with "
                    + encryption
                    + ", mode "
                    + settings.definition().tls().mode()
                    + ".")
            : new Step(
                "tls",
                Outcome.WARNING,
                "The connection is not encrypted.",
                "Set tls.mode to verify-full, and give the server a certificate.",
                took()));
  }

  private void start() {
    began = System.nanoTime();
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private Step ok(String name, String finding) {
    return new Step(name, Outcome.OK, finding, "", took());
  }

  private Step failed(String name, String finding, String mend) {
    return new Step(name, Outcome.FAILED, finding, mend, took());
  }
}
