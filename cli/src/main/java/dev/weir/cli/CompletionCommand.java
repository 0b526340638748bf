package dev.weir.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and options:",
      "  source <(weir completion bash)    in .bashrc or .zshrc",
      "  weir completion fish | source     in config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Cli cli;

  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.BASH;

  CompletionCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    CommandLine all = Commands.commandLine(new Cli(cli.console()));
    // The script for bash makes zsh understand it by itself.
    cli.say(shell == Shell.FISH ? fish(all) : AutoComplete.bash("weir", all));
    return ExitCode.DONE;
  }

  private static String fish(CommandLine root) {
    StringBuilder script = new StringBuilder("complete -c weir -f\n");
    root.getSubcommands()
        .forEach((name, command) -> {
          line(script, "__fish_use_subcommand", "-a " + name, description(command));
          String seen = "__fish_seen_subcommand_from " + name;
          command
              .getSubcommands()
              .forEach((verb, each) -> line(script, seen, "-a " + verb, description(each)));
          for (OptionSpec option : command.getCommandSpec().options()) {
            line(script, seen, "-l " + option.longestName().substring(2), first(option));
          }
        });
    return script.toString().stripTrailing();
  }

  private static void line(StringBuilder script, String when, String what, String description) {
    script
        .append("complete -c weir -n '")
        .append(when)
        .append("' ")
        .append(what)
        .append(" -d '")
        .append(description.replace("'", ""))
        .append("'\n");
  }

  private static String description(CommandLine command) {
    String[] text = command.getCommandSpec().usageMessage().description();
    return text.length == 0 ? "" : text[0];
  }

  private static String first(OptionSpec option) {
    return option.description().length == 0 ? "" : option.description()[0];
  }
}
