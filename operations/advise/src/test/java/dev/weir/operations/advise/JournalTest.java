package dev.weir.operations.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import dev.weir.operations.advise.Journal.Entry;
import dev.weir.operations.advise.Journal.Hold;
import dev.weir.operations.advise.Journal.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir private Path folder;

  @Test
  void theLastWordOnAnAdviceStandsAlsoAfterALineThatWasCutShort() throws IOException {
    Path file = folder.resolve("advice.jsonl");
    Journal journal = new FileJournal(file);
    Entry entry =
        new Entry(
            "", "", "db", "1", "rule", "object", State.BEGUN, List.of("a"), List.of("b"), null);
    journal.add(entry.now(State.BEGUN));
    Files.writeString(file, "\n{\"when\": \"2026", StandardOpenOption.APPEND);
    journal.add(entry.now(State.APPLIED));

    assertThat(journal.of("db"))
        .hasSize(1)
        .first()
        .extracting(Entry::state)
        .isEqualTo(State.APPLIED);
    assertThat(journal.of("other")).isEmpty();
  }

  @Test
  void oneAtATimeChangesADatabase() {
    Journal one = new FileJournal(folder.resolve("held.jsonl"));
    Journal two = new FileJournal(folder.resolve("held.jsonl"));

    try (Hold _ = one.hold("db");
        Hold _ = two.hold("other")) {
      assertThatThrownBy(() -> two.hold("db"))
          .isInstanceOfSatisfying(
              WeirException.class, e -> assertThat(e.code()).isEqualTo(AdviceError.BUSY));
    }
    two.hold("db").close();
  }
}
