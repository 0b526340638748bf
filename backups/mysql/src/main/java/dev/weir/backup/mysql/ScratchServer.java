package dev.weir.backup.mysql;

import dev.weir.api.Definition;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A private, empty MariaDB or MySQL, for which nothing needs to last: it waits for no disk and is
 * gone, with its data, when closed.
 */
final class ScratchServer implements Scratch {
  private static final String USER = "weir_scratch";

  /**
   * Accounts bound to the machine's name go: a server that resolves no names cannot show them. One
   * statement a line.
   */
  private static final String MARIADB =
      """
      DELETE FROM mysql.global_priv WHERE Host NOT IN ('localhost', '127.0.0.1', '::1');
      FLUSH PRIVILEGES;
      """;

  private final Path data;
  private final Definition definition;
  private final Access access;
  private final PrivateServer server;

  private ScratchServer(Path data, Definition definition, Access access, PrivateServer server) {
    this.data = data;
    this.definition = definition;
    this.access = access;
    this.server = server;
  }

  /**
   * @param programs where the server's program is looked for first; null for the usual places alone
   */
  static ScratchServer of(BackupContent content, Path folder, @Nullable Path programs, Work work)
      throws IOException, InterruptedException {
    Version origin = Version.ofServer(content.serverVersion());
    return start(ServerProgram.of(origin, programs), folder, List.of("--skip-log-bin"), work);
  }

  /** With settings of its own, each {@code --name=value}. */
  static ScratchServer start(ServerProgram program, Path folder, List<String> settings, Work work)
      throws IOException, InterruptedException {
    work.step("Starting a private server");
    Path data = folder.resolve("data").toAbsolutePath();
    program.install(data);
    List<String> all = new ArrayList<>(settings);
    all.addAll(PrivateServer.THROWN_AWAY);
    Access access = Access.of(USER);
    String before =
        (program.version().mariadb() ? MARIADB : "")
            + """
            ALTER USER 'root'@'localhost' %s;
            CREATE DATABASE scratch CHARACTER SET utf8mb4;
            """
                .formatted(program.identified(access.password()));
    PrivateServer server =
        PrivateServer.start(
            new PrivateServer.Start(
                program, "--no-defaults", data, folder.resolve("server.log"), access, before, all),
            work);
    Definition definition = access.definition(program.version(), "scratch");
    return new ScratchServer(data, definition, access, server);
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public Supplier<@Nullable String> password() {
    return access::password;
  }

  @Override
  public @Nullable Path folder() {
    return null;
  }

  @Override
  public void start(Work work) {
    // it runs already
  }

  @Override
  public void close() {
    server.close();
    Trees.forget(data);
  }
}
