package dev.weir.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "silence", description = "Have nobody told of some alerts for a while.")
final class AlertSilenceCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--rule", paramLabel = "RULE", description = "Whose alerts (every rule's).")
  private @Nullable String rule;

  @Option(names = "--database", paramLabel = "DB", description = "Whose alerts (every database's).")
  private @Nullable String database;

  @Option(names = "--for", required = true, paramLabel = "TIME", description = "Such as 2h.")
  private Duration time = Duration.ZERO;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  AlertSilenceCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("time", time.toString());
    asked.put("reason", reason);
    if (rule != null) {
      asked.put("rule", rule);
    }
    if (database != null) {
      asked.put("database", database);
    }
    Map<String, Object> silence = ServerCall.of(cli).object("POST", "/v1/alerts/silences", asked);
    cli.print(AlertTexts.silences(List.of(silence)));
    return ExitCode.DONE;
  }
}
