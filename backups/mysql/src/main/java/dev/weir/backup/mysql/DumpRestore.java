package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a dump back by the client program. The dump is read once to its end before anything is
 * touched, since these servers cannot take back what was half done. What is in the way is removed
 * object by object: sessions that have the database open stay usable.
 */
final class DumpRestore {
  private static final int BLOCK = 1 << 17;

  private final BackupChain chain;
  private final BackupContent content;
  private final RestoreRequest request;
  private final BackupSource target;
  private final Work work;
  private final Database database;

  DumpRestore(BackupChain chain, RestoreRequest request, BackupSource target, Work work) {
    this.chain = chain;
    content = chain.last();
    this.request = request;
    this.target = target;
    this.work = work;
    database = target.database();
    if (!content.scope().equals(request.scope())) {
      throw Rejected.because(
          dev.weir.api.CoreError.NOT_SUPPORTED,
          "A dump of " + content.scope() + " is restored as a whole, not as " + request.scope());
    }
  }

  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    Version server = ServerFacts.of(database).version();
    Version origin = Version.ofServer(content.serverVersion());
    found.addAll(Tools.of(server, target.options()).requirements().stream().skip(1).toList());
    found.add(
        server.mariadb() == origin.mariadb() && !server.olderThan(origin)
            ? Requirement.ok("version", "The target is " + server + ".")
            : Requirement.warning(
                "version",
                "The target is " + server + " and the backup of " + origin + ".",
                "Restore into " + origin + " or newer if it fails."));
    List<String> lies = occupied();
    if (lies.isEmpty()) {
      found.add(Requirement.ok("target", "Nothing lies in the way."));
    } else {
      found.add(inTheWay(lies));
    }
    if (forward()) {
      found.add(Tools.of(server, target.options()).reader());
      found.add(log());
    }
    return found;
  }

  private boolean forward() {
    return !(request.point() instanceof RestorePoint.OfBackup);
  }

  private Requirement log() throws IOException {
    boolean whole =
        request.scope() instanceof Scope.Whole || request.scope() instanceof Scope.Cluster;
    if (!whole) {
      return Requirement.missing(
          "binlog",
          "A table or a tenant cannot be rolled forward.",
          "Restore its own state, or a whole database to the point.");
    }
    try {
      BinlogRange range = BinlogRange.of(chain.log(), content);
      return Requirement.ok(
          "binlog", range.names().size() + " archived binary logs lead on from the backup.");
    } catch (WeirException e) {
      return Requirement.missing("binlog", String.valueOf(e.getMessage()), e.code().nextStep());
    }
  }

  private Requirement inTheWay(List<String> lies) {
    String told =
        "There is "
            + String.join(", ", lies.subList(0, Math.min(5, lies.size())))
            + (lies.size() > 5 ? " and more." : ".");
    if (request.scope() instanceof Scope.OneTenant) {
      return Requirement.missing(
          "target",
          told,
          "Restore a tenant into a database without these tables, which hold other tenants too.");
    }
    return request.clean()
        ? Requirement.warning("target", told, "It will be replaced.")
        : Requirement.missing("target", told, MysqlBackupError.NOT_EMPTY.nextStep());
  }

  void run() throws IOException {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        String message = found.finding() + " " + found.mend();
        throw switch (found.name()) {
          case "target" -> Rejected.because(MysqlBackupError.NOT_EMPTY, message);
          case "binlog" -> Failed.because(MysqlBackupError.LOG_INCOMPLETE, message);
          default -> Failed.because(MysqlBackupError.TOOL, message);
        };
      }
    }
    BinlogRange.@Nullable Part part =
        forward() ? BinlogRange.of(chain.log(), content).until(request.point()) : null;
    work.step("Reading the dump to its end");
    readWhole();
    work.step("Restoring into " + target.definition().describe());
    feed(removal() + "set foreign_key_checks = 1;\n", Dump.FILE);
    if (content.files().contains(Dump.USERS)) {
      work.step("Restoring accounts");
      feed("", Dump.USERS);
    }
    if (part != null) {
      forward(part);
    }
  }

  private void forward(BinlogRange.Part part) throws IOException {
    Version server = ServerFacts.of(database).version();
    Tools tools = Tools.of(server, target.options());
    Command client = Login.of(target).command(tools.client());
    new RollForward(chain.log(), client, tools.needReader(), !server.mariadb(), choice(), work)
        .run(part);
  }

  /** The logs hold every database of the server; the backup may hold one, under another name. */
  private List<String> choice() throws IOException {
    if (request.scope() instanceof Scope.Cluster) {
      return List.of();
    }
    String to = target.definition().database();
    String from = content.files().contains(Dump.DATABASES) ? names().getFirst() : to;
    return from.equals(to)
        ? List.of("--database=" + to)
        : List.of("--rewrite-db=" + from + "->" + to, "--database=" + from);
  }

  private void readWhole() throws IOException {
    DumpHead head = new DumpHead();
    byte[] block = new byte[BLOCK];
    try (InputStream in = content.read(Dump.FILE)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        work.check();
        head.passed(block, n);
      }
    }
    if (!head.whole()) {
      throw Failed.because(
          MysqlBackupError.CONTENT,
          "The dump of the backup "
              + content.id()
              + " breaks off; nothing was touched. "
              + MysqlBackupError.CONTENT.nextStep());
    }
  }

  private void feed(String before, String file) throws IOException {
    Tools.Found client = Tools.of(ServerFacts.of(database).version(), target.options()).client();
    Command command =
        Login.of(target)
            .command(client)
            .with("--default-character-set=utf8mb4", "--max-allowed-packet=1G", "--batch");
    if (!(request.scope() instanceof Scope.Cluster)) {
      command = command.with(target.definition().database());
    }
    try (InputStream in = content.read(file);
        Running running = command.start()) {
      work.onCancel(running::close);
      Thread.ofVirtual().start(() -> ignore(running.output()));
      try {
        OutputStream out = running.input();
        out.write(before.getBytes(StandardCharsets.UTF_8));
        byte[] block = new byte[BLOCK];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
          work.check();
          out.write(block, 0, n);
          work.advance(n);
        }
        out.close();
      } catch (IOException broken) {
        throw running.explain(broken);
      }
      running.finish();
    }
  }

  private static void ignore(InputStream stream) {
    try (stream) {
      stream.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // the program's exit code tells
    }
  }

  private List<String> databases() throws IOException {
    if (!(request.scope() instanceof Scope.Cluster)) {
      return List.of(target.definition().database());
    }
    return names();
  }

  /** The databases that the backup holds. */
  private List<String> names() throws IOException {
    try (InputStream in = content.read(Dump.DATABASES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The tables that are there and would be replaced. */
  private List<String> occupied() throws IOException {
    List<String> lies = new ArrayList<>();
    for (String name : databases()) {
      objects(name).stream()
          .filter(object -> object.kind().equals("table") || object.kind().equals("view"))
          .forEach(object -> lies.add("the " + object.kind() + " " + name + "." + object.name()));
    }
    if (request.scope() instanceof Scope.OneTable one) {
      lies.removeIf(told -> !told.endsWith("." + one.table()));
    }
    return lies;
  }

  private record Found(String kind, String name) {}

  private List<Found> objects(String schema) {
    return database
        .query(
            Statement.of(
                    """
                    select if(table_type = 'VIEW', 'view', 'table'), table_name
                      from information_schema.tables where table_schema = ?
                    union all select lower(routine_type), routine_name
                      from information_schema.routines where routine_schema = ?
                        and routine_type in ('PROCEDURE', 'FUNCTION')
                    union all select 'event', event_name
                      from information_schema.events where event_schema = ?
                    """,
                    schema,
                    schema,
                    schema)
                .timeout(MysqlDump.LONG))
        .list(row -> new Found(String.valueOf(row.text(0)), String.valueOf(row.text(1))));
  }

  private String removal() throws IOException {
    StringBuilder script = new StringBuilder("set foreign_key_checks = 0;\n");
    if (request.scope() instanceof Scope.Whole || request.scope() instanceof Scope.Cluster) {
      for (String name : databases()) {
        for (Found object : objects(name)) {
          script
              .append("drop ")
              .append(object.kind())
              .append(" if exists ")
              .append(Sql.name(name, object.name()))
              .append(";\n");
        }
      }
    }
    return script.toString();
  }
}
