package dev.weir.testing.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Azurite, Microsoft's own emulator of Azure Blob Storage, in a process of its own. It checks
 * signatures. Needs {@code node} and {@code npm}; installs itself once below {@code target}.
 */
public final class Azurite implements AutoCloseable {
  /** The account and key that Azurite knows, published with it. */
  public static final String ACCOUNT = "devstoreaccount1";

  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String VERSION = "3.37.0";

  private final ServerProcess process;
  private final Path data;
  private final URI address;

  private Azurite(ServerProcess process, Path data) {
    this.process = process;
    this.data = data;
    this.address =
        URI.create(
            process.await(Pattern.compile("successfully listens on (http://127.0.0.1:\\d+)")));
  }

  public static Azurite start() {
    try {
      Path program = installed();
      Path data = Files.createTempDirectory("weir-azurite-");
      return new Azurite(
          ServerProcess.start(
              List.of(
                  "node",
                  "-r",
                  program.resolve("end-with-input.js").toString(),
                  program.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
                  "--blobHost",
                  "127.0.0.1",
                  "--blobPort",
                  "0",
                  "--location",
                  data.toString(),
                  "--silent",
                  "--skipApiVersionCheck",
                  "--disableTelemetry")),
          data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:10000}; the account comes in the path. */
  public URI address() {
    return address;
  }

  /** Makes a container. */
  public void container(String name) throws IOException {
    AzureContainer.create(address, name);
  }

  @Override
  public void close() {
    process.close();
    Trees.delete(data);
  }

  private static Path installed() throws IOException {
    Path target = Files.createDirectories(checkout().resolve("testing/stores/target"));
    Path place = target.resolve("azurite-" + VERSION);
    try (FileChannel channel =
            FileChannel.open(
                target.resolve("azurite.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      Objects.requireNonNull(lock);
      if (!Files.exists(place)) {
        install(place);
      }
    }
    return place;
  }

  private static void install(Path place) throws IOException {
    Path unfinished = place.resolveSibling("azurite-unfinished");
    Trees.delete(unfinished);
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("package.json"), "{\"private\": true}");
    run(
        List.of(
            "npm",
            "install",
            "--prefix",
            unfinished.toString(),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "azurite@" + VERSION));
    try (InputStream script = Azurite.class.getResourceAsStream("end-with-input.js")) {
      Files.copy(Objects.requireNonNull(script), unfinished.resolve("end-with-input.js"));
    }
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "The tests of Azure Blob Storage need Node.js and npm on the PATH, to install Azurite "
              + VERSION
              + ".",
          e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + " ended with " + process.exitValue() + ":\n" + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path checkout() {
    for (Path folder = Path.of("").toAbsolutePath(); ; ) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return folder;
      }
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("The tests run outside a checkout of Weir.");
      }
      folder = parent;
    }
  }
}
