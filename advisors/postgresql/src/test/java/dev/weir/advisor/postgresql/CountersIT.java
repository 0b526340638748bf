package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Lately.Growth;
import dev.weir.testing.databases.Servers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server whose counters tell of a fault, beside what is known of the last hours. */
class CountersIT {
  @Test
  void aFaultThatWasMendedIsSilentWithoutAResetWhereTheLastHoursAreKnown() {
    Fault fault =
        ServerFaults.ALL.stream()
            .filter(each -> each.rule().equals("work-mem-small"))
            .findFirst()
            .orElseThrow();
    try (Ward ward = new Ward(Servers::freshPostgresql15)) {
      fault.cause().accept(ward);
      ward.awaitAdvice(fault);

      assertThat(told(ward, fault, grown(2.0 * (1L << 30), 400)))
          .hasValueSatisfying(advice ->
              assertThat(advice.evidence())
                  .containsEntry("counted", "in the last 24 hours")
                  .containsEntry("temporary files", "400"));
      assertThat(told(ward, fault, grown(0, 0))).isEmpty();
    }
  }

  /** The same in the day as in the hour. */
  private static Lately grown(double bytes, double files) {
    return (figure, span) ->
        Optional.of(
            new Growth(
                switch (figure) {
                  case "temp.bytes" -> bytes;
                  case "temp.files" -> files;
                  default -> span.toSeconds();
                },
                span));
  }

  private static Optional<Advice> told(Ward ward, Fault fault, Lately lately) {
    return ward.advisor().examine(Examination.of(ward.database()).knowing(lately)).advice().stream()
        .filter(fault::isTold)
        .findFirst();
  }
}
