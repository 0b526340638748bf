package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which backups belong together. */
final class Chains {
  private Chains() {}

  /**
   * A backup and what it builds on, the full one first.
   *
   * @throws dev.weir.api.Failed with {@code BACKUP-018} when one of them is gone
   */
  static List<Manifest> of(Manifest last, Listing listing) {
    Deque<Manifest> chain = new ArrayDeque<>();
    @Nullable Manifest at = last;
    while (at != null) {
      chain.addFirst(at);
      String base = at.base();
      if (base == null) {
        return List.copyOf(chain);
      }
      at = chain.size() > 10_000 ? null : listing.find(last.database(), base).orElse(null);
    }
    throw BackupError.CHAIN_BROKEN.because(
        "The "
            + last.describe()
            + " builds on "
            + chain.getFirst().base()
            + ", which is gone or damaged.");
  }

  static boolean whole(Manifest last, Listing listing) {
    try {
      of(last, listing);
      return true;
    } catch (dev.weir.api.Failed broken) {
      return false;
    }
  }

  /** What a new backup of this level builds on: the newest good one that fits. */
  static Optional<Manifest> base(
      Listing listing, String database, String method, Scope scope, Level level) {
    return listing.backups().stream()
        .filter(each -> each.database().equals(database) && each.method().equals(method))
        .filter(each -> each.scope().equals(scope) && each.good())
        .filter(each -> level == Level.INCREMENTAL || each.level() == Level.FULL)
        .filter(each -> whole(each, listing))
        .max(Comparator.comparing(Manifest::started));
  }

  static BackupChain content(Repository repository, List<Manifest> chain) {
    return new BackupChain(
        chain.stream().map(repository::content).toList(),
        repository.log(chain.getLast().database()));
  }

  static List<String> ids(List<Manifest> chain) {
    return chain.stream().map(Manifest::id).toList();
  }
}
