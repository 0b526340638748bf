package dev.weir.engine;

import dev.weir.api.Bug;
import dev.weir.api.CoreError;
import dev.weir.api.Result;
import java.util.List;

/** An immutable list of stages, and the way through it. */
final class Pipeline {
  private final Stage[] stages;
  private final Step[] steps;

  Pipeline(List<Stage> stages) {
    this.stages = stages.toArray(Stage[]::new);
    this.steps = new Step[stages.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = new Step(i + 1);
    }
  }

  Result run(Request request) {
    return stages[0].proceed(request, steps[0]);
  }

  List<String> names() {
    return List.of(stages).stream().map(Stage::name).toList();
  }

  /** What lies behind a stage; the request knows whether it was entered already. */
  private final class Step implements Stage.Next {
    private final int index;

    Step(int index) {
      this.index = index;
    }

    @Override
    public Result proceed(Request request) {
      if (request.enter(index) && !stages[index - 1].repeats()) {
        throw Bug.because(
            CoreError.BUG, "Stage " + stages[index - 1].name() + " called the next stage twice.");
      }
      return stages[index].proceed(request, steps[index]);
    }
  }
}
