package dev.weir.cli;

import dev.weir.audit.AuditFile;
import dev.weir.audit.AuditFile.Verdict;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "verify",
    description = "Check that no line of the audit file was changed; ends with 3 when one was.")
final class AuditVerifyCommand implements Callable<Integer> {
  private final Cli cli;

  AuditVerifyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Verdict verdict = new AuditFile(cli.workspace().auditFile()).verify();
    cli.print(
        Listing.of("file", "lines:integer", "intact:boolean", "brokenLine:integer", "lastHash")
            .add(
                cli.workspace().auditFile().toString(),
                verdict.lines(),
                verdict.intact(),
                verdict.intact() ? null : verdict.broken(),
                verdict.last()));
    return verdict.intact() ? ExitCode.DONE : ExitCode.FINDINGS;
  }
}
