package dev.weir.backups;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.Methods;
import dev.weir.operations.backup.Subject;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one backup method needs for a database, and whether it is there.
 *
 * @param summary what the method does, in a sentence
 */
public record Readiness(String method, String summary, List<Requirement> requirements) {
  public Readiness {
    requirements = List.copyOf(requirements);
  }

  /** True when nothing is missing. */
  public boolean ready() {
    return requirements.stream().noneMatch(each -> each.state() == Requirement.State.MISSING);
  }

  static List<Readiness> of(Methods methods, Subject subject, CreateOrder order, Path work) {
    return methods.of(subject.definition().type()).stream()
        .filter(method -> order.method() == null || method.name().equals(order.method()))
        .filter(method -> method.traits().scopes().contains(order.scope().kind()))
        .filter(method -> method.traits().levels().contains(order.level()))
        .map(method -> of(method, subject, order, work))
        .toList();
  }

  // A record's class file does not tell that its constructor takes suppliers of null.
  @SuppressWarnings("NullAway")
  private static Readiness of(BackupMethod method, Subject subject, CreateOrder order, Path work) {
    try {
      Path folder = Files.createTempDirectory(work, "check-");
      try {
        BackupSource source =
            new BackupSource(
                subject.database(),
                subject.definition(),
                subject.password(),
                folder,
                order.options());
        BackupRequest request =
            new BackupRequest(order.scope(), Level.FULL, null, order.jobs(), order.tally());
        return new Readiness(method.name(), method.summary(), method.check(source, request));
      } finally {
        remove(folder);
      }
    } catch (IOException failed) {
      throw Failed.because(
          CoreError.HOME, "No temporary folder can be made in " + work + ".", failed);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var entries = Files.walk(folder)) {
      for (Path each : entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
