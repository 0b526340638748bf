package dev.weir.engine;

import dev.weir.api.Bug;
import dev.weir.api.CoreError;
import dev.weir.api.Result;
import java.util.List;

/** An immutable list of stages, and the way through it. */
final class Pipeline {
  private final Stage[] stages;

  Pipeline(List<Stage> stages) {
    this.stages = stages.toArray(Stage[]::new);
  }

  Result run(Request request) {
    return stages[0].proceed(request, new Step(1));
  }

  List<String> names() {
    return List.of(stages).stream().map(Stage::name).toList();
  }

  /** What lies behind a stage; knows whether it was entered already. */
  private final class Step implements Stage.Next {
    private final int index;
    private boolean entered;

    Step(int index) {
      this.index = index;
    }

    @Override
    public Result proceed(Request request) {
      if (entered && !stages[index - 1].repeats()) {
        throw Bug.because(
            CoreError.BUG, "Stage " + stages[index - 1].name() + " called the next stage twice.");
      }
      entered = true;
      return stages[index].proceed(request, new Step(index + 1));
    }
  }
}
