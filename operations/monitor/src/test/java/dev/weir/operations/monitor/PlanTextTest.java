package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Plan.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private final Node scan =
      new Node(
          "Seq Scan",
          "orders",
          List.of("Filter: (number = ?)"),
          950.0,
          10.0,
          40_000.0,
          1,
          0.09,
          List.of());
  private final Plan measured =
      new Plan(
          new Node("Sort", null, List.of(), 1000.0, 10.0, 40_000.0, 1, 0.1, List.of(scan)),
          true,
          0.001);

  @Test
  void drawsATreeAndPointsAtTheCostlyStep() {
    assertThat(PlanText.tree(measured))
        .containsExactly(
            "Sort  100.00 ms, 40 000 rows (10 expected)",
            "└─ Seq Scan on orders  90.00 ms, 40 000 rows (10 expected)   ◀ 90 % of the time",
            "      Filter: (number = ?)");
  }

  @Test
  void namesTheCostlyStepInWordsAndAWrongEstimate() {
    assertThat(PlanText.words(measured))
        .startsWith(
            "Most of the time (90 %) is reading the whole table orders and throwing away the rows")
        .endsWith(
            "The database expected 10 rows and got 40 000: its statistics are old (ANALYZE) or"
                + " cannot know.");
  }

  @Test
  void theHashIsOfTheStepsAndNotOfTheirCost() {
    Plan cheaper = new Plan(step("Sort", null, 1.0, step("Seq Scan", "orders", 0.5)), false, null);
    Plan other =
        new Plan(step("Sort", null, 1.0, step("Index Scan", "orders by o", 0.5)), false, null);

    assertThat(PlanText.hash(cheaper)).isEqualTo(PlanText.hash(measured)).matches("[0-9a-f]{16}");
    assertThat(PlanText.hash(other)).isNotEqualTo(PlanText.hash(cheaper));
  }

  @Test
  void aPlanWithoutCostIsStillTold() {
    Plan bare =
        new Plan(
            new Node("Table scan", "t", List.of(), null, null, null, 1, null, List.of()),
            false,
            null);

    assertThat(PlanText.tree(bare)).containsExactly("Table scan on t");
    assertThat(PlanText.words(bare)).isEqualTo("The plan is reading the whole table t.");
  }

  private static Node step(String operation, @Nullable String on, double cost, Node... children) {
    return new Node(operation, on, List.of(), cost, 1.0, null, 1, null, List.of(children));
  }
}
