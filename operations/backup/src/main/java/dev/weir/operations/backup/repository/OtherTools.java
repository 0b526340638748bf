package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.spi.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises the repositories of other tools by the names in them. */
final class OtherTools {
  private static final int ENOUGH = 2_000;

  /** What each must show, all of it. */
  private static final Map<String, List<Pattern>> SIGNS = signs();

  private OtherTools() {}

  private static Map<String, List<Pattern>> signs() {
    Map<String, List<Pattern>> signs = new LinkedHashMap<>();
    signs.put("pgBackRest", patterns("(backup/[^/]+/backup|archive/[^/]+/archive)\\.info"));
    signs.put("restic", patterns("config", "keys/[0-9a-f]{64}"));
    signs.put("borg", patterns("config", "(data/\\d+/.*|hints\\.\\d+|index\\.\\d+|nonce)"));
    signs.put("barman", patterns("([^/]+/)?(base/[^/]+/backup\\.info|identity\\.json)"));
    return signs;
  }

  private static List<Pattern> patterns(String... patterns) {
    return java.util.Arrays.stream(patterns).map(Pattern::compile).toList();
  }

  /** Throws when a place that is no repository of Weir's is not empty either. */
  static void refuse(ObjectStore store) throws IOException {
    List<String> keys = first(store);
    if (keys.contains(Places.REPOSITORY)) {
      // Somebody has made one at this very moment.
      return;
    }
    Optional<String> tool =
        SIGNS.entrySet().stream()
            .filter(sign -> sign.getValue().stream().allMatch(p -> any(keys, p)))
            .map(Map.Entry::getKey)
            .findFirst();
    if (tool.isPresent()) {
      throw BackupError.FOREIGN_REPOSITORY.because(
          store.location() + " is a repository of " + tool.get() + ", not of Weir.");
    }
    if (!keys.isEmpty()) {
      throw BackupError.PLACE_NOT_EMPTY.because(
          store.location() + " holds other things, such as " + keys.getFirst() + ".");
    }
  }

  private static boolean any(List<String> keys, Pattern pattern) {
    return keys.stream().anyMatch(key -> pattern.matcher(key).matches());
  }

  private static List<String> first(ObjectStore store) throws IOException {
    List<String> keys = new ArrayList<>();
    try {
      store.list(
          "",
          facts -> {
            keys.add(facts.key());
            if (keys.size() == ENOUGH) {
              throw new Enough();
            }
          });
    } catch (Enough seen) {
      // A place of that many objects is not empty, whatever else it holds.
    }
    return keys;
  }

  private static final class Enough extends RuntimeException {
    Enough() {
      super(null, null, false, false);
    }
  }
}
