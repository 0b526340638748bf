package dev.weir.testing.stores;

import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a large object to a store and back in a JVM with a heap of 64 MB. */
final class SmallHeap {
  private SmallHeap() {}

  /** The SHA-256 of what came back of {@code Content.of(1, size)}. */
  static String roundTrip(URI location, Map<String, String> options, String key, long size)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                location.toString(),
                key,
                String.valueOf(size)));
    options.forEach((name, value) -> command.add(name + "=" + value));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? said.lines().toList().getLast() : said;
  }

  public static void main(String[] arguments) throws IOException {
    URI location = URI.create(arguments[0]);
    long size = Long.parseLong(arguments[2]);
    Map<String, Secret> options = new HashMap<>();
    for (int i = 3; i < arguments.length; i++) {
      String[] option = arguments[i].split("=", 2);
      options.put(option[0], Secret.of(option[1]));
    }
    try (ObjectStore store =
        NetworkStoreContract.provider(location.getScheme()).open(location, options)) {
      try (ObjectUpload upload = store.create(arguments[1])) {
        Content.of(1, size).transferTo(upload);
        upload.commit(Mode.REPLACE);
      }
      try (InputStream in = store.read(arguments[1], 0)) {
        System.out.println(Content.digest(in));
      }
    }
    System.exit(0);
  }
}
