package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Draft;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Brake;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.operations.backup.stream.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes a large file through the stream; prints sizes, time and memory. */
final class LargeStream {
  private LargeStream() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path large = Path.of(arguments[1]);
    Repository repository = Repository.open(new FolderStore(folder), BackupKeys.generate());
    Draft.Recipe recipe = new Draft.Recipe(Compression.ZSTD, 2, true, new Brake(0), new Job());
    long began = System.nanoTime();
    try (Draft draft = Draft.begin(repository, "large", List.of(), "", recipe)) {
      try (OutputStream out = draft.file("large", false);
          InputStream in = Files.newInputStream(large)) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
        }
      }
      StoredFile file = draft.files().getFirst();
      System.out.printf(
          "plain %d stored %d millis %d%n",
          file.plainSize(), file.storedSize(), (System.nanoTime() - began) / 1_000_000);
    }
    System.out.println(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse(""));
  }
}
