package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.TopStatements.By;
import dev.weir.operations.monitor.TopStatements.Ranked;
import dev.weir.spi.monitor.StatementFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopStatementsTest {
  private final StatementFigures often = statement("often", 1000, 10, "e");
  private final StatementFigures slow = statement("slow", 3, 30, "e");

  @Test
  void ranksByEachMeasureWithItsShareOfTheTime() {
    assertThat(TopStatements.rank(List.of(often, slow), By.TOTAL, 5))
        .extracting(each -> each.place() + " " + each.statement().text() + " " + each.share())
        .containsExactly("1 slow 0.75", "2 often 0.25");
    assertThat(TopStatements.rank(List.of(slow, often), By.CALLS, 1))
        .extracting(Ranked::statement)
        .containsExactly(often);
    assertThat(TopStatements.rank(List.of(often, slow), By.MEAN, 1))
        .extracting(Ranked::statement)
        .containsExactly(slow);
  }

  @Test
  void tellsWhatWasAddedAndLeavesOutWhatWasNot() {
    List<StatementFigures> added =
        TopStatements.between(
            List.of(often, slow), List.of(statement("often", 1010, 11, "e"), slow));

    assertThat(added)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.calls()).isEqualTo(10);
          assertThat(each.seconds()).isEqualTo(1);
        });
  }

  @Test
  void afterAResetEverythingCountsAgain() {
    assertThat(TopStatements.between(List.of(often), List.of(statement("often", 5, 1, "f"))))
        .extracting(StatementFigures::calls)
        .containsExactly(5L);
  }

  private static StatementFigures statement(String name, long calls, double seconds, String epoch) {
    return new StatementFigures(name, name, calls, seconds, 0, 0, 0, 0, 0, 0, epoch);
  }
}
