package dev.weir.benchmarks;

import java.util.function.Consumer;

/** {@code weir up} with a home that was used before, until the server is ready. */
final class SecondUp implements Benchmark {
  @Override
  public String name() {
    return "second-up";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    Distribution weir = Distribution.built().orElse(null);
    if (weir == null) {
      told.accept(Figure.skipped(name(), Distribution.MISSING));
      return;
    }
    try (weir) {
      weir.up();
      weir.run("down");
      Samples seconds = new Samples();
      for (int round = 0; round < (quick ? 3 : 7); round++) {
        long start = System.nanoTime();
        weir.up();
        seconds.add((System.nanoTime() - start) / 1e9);
        weir.run("down");
      }
      told.accept(Figure.alone(name(), seconds, "s", "under 5 s"));
    }
  }
}
