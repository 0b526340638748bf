package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.LockTree.Waiter;
import dev.weir.spi.monitor.SessionFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTreeTest {
  @Test
  void aChainOfFiveHangsBelowItsRoot() {
    LockTree tree =
        LockTree.of(
            List.of(
                session("5", "4"),
                session("4", "3"),
                session("3", "2"),
                session("2", "1"),
                session("1", "0"),
                session("0")));

    assertThat(drawn(tree)).isEqualTo("0(1(2(3(4(5)))))");
    assertThat(tree.waiting()).isEqualTo(5);
    assertThat(tree.roots().getFirst().behind()).isEqualTo(5);
  }

  @Test
  void aQueueForOneLockIsToldInItsOrderThoughEachWaitsForAllAhead() {
    LockTree tree =
        LockTree.of(
            List.of(
                session("a"),
                session("d", "a", "b", "c"),
                session("c", "a", "b"),
                session("b", "a")));

    assertThat(drawn(tree)).isEqualTo("a(b(c(d)))");
  }

  @Test
  void treesAreInTheOrderOfWhatWaitsBehindThem() {
    LockTree tree =
        LockTree.of(
            List.of(
                session("x"),
                session("y", "x"),
                session("p"),
                session("q", "p"),
                session("r", "p")));

    assertThat(drawn(tree)).isEqualTo("p(q r) x(y)");
  }

  @Test
  void aCircleIsToldOnceAndEnds() {
    LockTree tree = LockTree.of(List.of(session("1", "2"), session("2", "1"), session("3", "2")));

    assertThat(tree.roots()).hasSize(1);
    assertThat(tree.waiting()).isEqualTo(2);
  }

  @Test
  void whoHoldsUpButIsNotSeenIsStillTheRoot() {
    LockTree tree = LockTree.of(List.of(session("1", "0"), session("2", "77")));

    assertThat(tree.roots())
        .extracting(root -> root.session().id() + " " + root.session().state())
        .containsExactlyInAnyOrder("0 prepared", "77 hidden");
  }

  private static SessionFigures session(String id, String... blockedBy) {
    return new SessionFigures(
        id,
        "client",
        null,
        null,
        null,
        null,
        "active",
        null,
        null,
        null,
        null,
        null,
        List.of(blockedBy),
        null);
  }

  private static String drawn(LockTree tree) {
    return String.join(" ", tree.roots().stream().map(LockTreeTest::drawn).toList());
  }

  private static String drawn(Waiter waiter) {
    String below = String.join(" ", waiter.waiting().stream().map(LockTreeTest::drawn).toList());
    return waiter.session().id() + (below.isEmpty() ? "" : "(" + below + ")");
  }
}
