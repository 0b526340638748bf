package dev.weir.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference page of the command line, from the commands themselves. */
final class CliReference {
  private final StringBuilder page = new StringBuilder();

  private CliReference() {}

  static String render() {
    CliReference reference = new CliReference();
    CommandLine root = Commands.commandLine(new Cli(Console.ofProcess()));
    reference.head(root);
    root.getSubcommands().values().forEach(reference::command);
    return reference.page.toString();
  }

  private void head(CommandLine root) {
    page.append("# Command line\n\n");
    page.append("This page is made from the commands; `weir help COMMAND` tells the same.\n\n");
    page.append("```\nweir COMMAND [OPTIONS] [ARGUMENTS]\n```\n\n");
    page.append("Data goes to standard output, progress and errors to standard error. An error is");
    page.append(" a sentence, a code and the next\nstep; with `--output json` it is an object on");
    page.append(" standard error. `--output json` prints an array of objects,\n`ndjson` one");
    page.append(" object a line. Text may change, JSON may not.\n\n");
    page.append("A database is a name from the catalog or a URL. The catalog is `--config`, else");
    page.append(" `./weir.yaml`, else `weir.yaml` in\nthe home, and that of the home's running");
    page.append(" server.\n\n");
    page.append("| exit code | meaning |\n|---|---|\n");
    page.append("| 0 | done |\n| 1 | failed |\n| 2 | wrong usage |\n| 3 | findings |\n");
    page.append("| 4 | refused by policy |\n| 5 | partly done |\n| 130 | interrupted |\n\n");
    page.append("## Options of every command\n\n");
    options(root.getCommandSpec().options());
  }

  private void command(CommandLine command) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return;
    }
    String name = command.getCommandSpec().qualifiedName();
    if (!command.getSubcommands().isEmpty()) {
      page.append("## ").append(name).append("\n\n");
      description(command);
      parts(command);
      command.getSubcommands().values().forEach(this::command);
      return;
    }
    boolean nested = name.chars().filter(c -> c == ' ').count() > 1;
    page.append(nested ? "### " : "## ").append(name).append("\n\n");
    description(command);
    parts(command);
  }

  private void parts(CommandLine command) {
    List<PositionalParamSpec> positional = command.getCommandSpec().positionalParameters();
    if (!positional.isEmpty()) {
      page.append("| argument | meaning |\n|---|---|\n");
      positional.forEach(argument -> row("`" + argument.paramLabel() + "`", argument));
      page.append('\n');
    }
    List<OptionSpec> own =
        command.getCommandSpec().options().stream().filter(option -> !option.inherited()).toList();
    options(own);
  }

  private void description(CommandLine command) {
    String[] lines = command.getCommandSpec().usageMessage().description();
    page.append(String.join("\n", lines)).append("\n\n");
  }

  private void options(List<OptionSpec> options) {
    List<OptionSpec> told = options.stream().filter(option -> !option.hidden()).toList();
    if (told.isEmpty()) {
      return;
    }
    page.append("| option | meaning |\n|---|---|\n");
    for (OptionSpec option : told) {
      String names = String.join(", ", option.names());
      boolean flag = option.arity().max() == 0;
      row("`" + names + (flag ? "" : " " + option.paramLabel()) + "`", option);
    }
    page.append('\n');
  }

  private void row(String name, ArgSpec argument) {
    String meaning =
        String.join(" ", argument.description())
            .replace("${COMPLETION-CANDIDATES}", candidates(argument))
            .replace("|", "\\|");
    page.append("| ").append(name.replace("|", "\\|")).append(" | ").append(meaning);
    page.append(" |\n");
  }

  private static String candidates(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null ? "" : String.join(", ", candidates).toLowerCase(Locale.ROOT);
  }
}
