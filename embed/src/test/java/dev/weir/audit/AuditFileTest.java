package dev.weir.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  @TempDir Path folder;
  private Path file;
  private AuditFile audit;

  @BeforeEach
  void threeLines() {
    file = folder.resolve("audit.jsonl");
    audit = new AuditFile(file);
    for (int i = 1; i <= 3; i++) {
      audit.append(Map.of("what", "line " + i + " \"quoted\" ü"));
    }
  }

  @Test
  void aChainThatNobodyTouchedIsIntact() {
    AuditFile.Verdict verdict = audit.verify();

    assertThat(verdict.intact()).isTrue();
    assertThat(verdict.lines()).isEqualTo(3);
    assertThat(audit.tail(1)).singleElement().asString().contains("line 3");
  }

  @Test
  void aChangedLineShows() throws IOException {
    Files.writeString(file, Files.readString(file).replace("line 2", "line 9"));

    assertThat(audit.verify().broken()).isEqualTo(2);
  }

  @Test
  void aRemovedLineShows() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(1);
    Files.write(file, lines);

    assertThat(audit.verify().broken()).isEqualTo(2);
  }

  @Test
  void anInsertedLineShows() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(1, lines.getFirst());
    Files.write(file, lines);

    assertThat(audit.verify().broken()).isEqualTo(2);
  }

  @Test
  void manyThreadsWriteOneChain() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 25; n++) {
                  new AuditFile(file).append(Map.of("what", "n"));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(audit.verify()).extracting("lines", "broken").containsExactly(203L, 0L);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }
}
