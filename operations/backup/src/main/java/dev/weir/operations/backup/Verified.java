package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Finding.Outcome;
import java.util.List;

/** A verification, as it was appended to the manifest. */
public record Verified(Manifest backup, Manifest.Proof proof) {
  public boolean good() {
    return proof.good();
  }

  /** What is wrong. */
  public List<Finding> failures() {
    return proof.findings().stream().filter(each -> each.outcome() == Outcome.FAILED).toList();
  }
}
