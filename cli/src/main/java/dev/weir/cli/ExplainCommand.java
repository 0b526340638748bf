package dev.weir.cli;

import dev.weir.api.Statement;
import dev.weir.operations.monitor.PlanText;
import dev.weir.spi.monitor.Plan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = {
      "Show how a database runs a statement: the steps as a tree, and the costly one in words.",
      "With --analyze it is run, in a read-only transaction that is rolled back."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "SQL", description = "The statement.")
  private String text = "";

  @Option(
      names = {"-p", "--param"},
      paramLabel = "[NAME[:TYPE]=]VALUE",
      description = "A value for :NAME or the next ?; as in weir query.")
  private List<String> parameters = new ArrayList<>();

  @Option(names = "--analyze", description = "Run it, and tell the times and rows that were.")
  private boolean analyze;

  ExplainCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Watching watching = Watching.of(cli, "explain", database)) {
      Statement statement =
          QueryCommand.bind(
              text,
              parameters.stream().map(ParameterValue::parse).toList(),
              Statement.Options.DEFAULT);
      Plan plan = watching.monitored().explain(statement, analyze, cli.timeout(BUDGET));
      if (cli.output().forPeople()) {
        people(plan);
      } else {
        programs(plan);
      }
      return ExitCode.DONE;
    }
  }

  private void people(Plan plan) throws IOException {
    for (String line : PlanText.tree(plan)) {
      cli.say(line);
    }
    cli.say("");
    cli.say(PlanText.words(plan));
    cli.progress(
        "Plan "
            + PlanText.hash(plan)
            + (plan.planningSeconds() == null
                ? ""
                : ", planned in " + Ages.run(plan.planningSeconds())));
  }

  private void programs(Plan plan) throws IOException {
    Listing listing =
        Listing.of(
            "plan",
            "depth:integer",
            "operation",
            "on",
            "detail:array",
            "cost:float",
            "expectedRows:float",
            "rows:float",
            "runs:float",
            "seconds:float");
    add(listing, PlanText.hash(plan), plan.root(), 0);
    cli.print(listing);
  }

  private static void add(Listing listing, String hash, Plan.Node node, int depth) {
    listing.add(
        hash,
        depth,
        node.operation(),
        node.on(),
        node.detail(),
        node.cost(),
        node.estimatedRows(),
        node.rows(),
        node.loops(),
        node.seconds());
    node.children().forEach(child -> add(listing, hash, child, depth + 1));
  }
}
