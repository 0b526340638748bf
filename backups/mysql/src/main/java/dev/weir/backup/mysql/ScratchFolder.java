package dev.weir.backup.mysql;

import dev.weir.api.Definition;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A private server on data files that were restored; it lets in one account of our own more. */
final class ScratchFolder implements Scratch {
  private final BackupContent content;
  private final ServerProgram program;
  private final Path folder;
  private final Access access = Access.of(newUser());
  private final Definition definition;
  private @Nullable PrivateServer server;

  private ScratchFolder(
      BackupContent content, ServerProgram program, Path folder, String database) {
    this.content = content;
    this.program = program;
    this.folder = folder;
    definition = access.definition(program.version(), database);
  }

  static ScratchFolder of(BackupContent content, Path folder) throws IOException {
    Version origin = Version.ofServer(content.serverVersion());
    String database = server(content).getOrDefault("database", "mysql");
    return new ScratchFolder(content, ServerProgram.ofSeries(origin), folder, database);
  }

  /** A name that no account of the restored server has. */
  static String newUser() {
    return "weir_" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** How the data files are laid out, which mariadb-backup tells in a file of its own. */
  static String defaults(Path data) {
    Path told = data.resolve("backup-my.cnf");
    return Files.exists(told) ? "--defaults-file=" + told : "--no-defaults";
  }

  static List<String> settings(BackupContent content) throws IOException {
    return List.of(
        "--skip-log-bin",
        "--lower-case-table-names=" + server(content).getOrDefault("lower-case-table-names", "0"));
  }

  private static Map<String, String> server(BackupContent content) throws IOException {
    Map<String, String> facts = new HashMap<>();
    try (InputStream in = content.read(PhysicalBackup.SERVER)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split("=", 2);
        facts.put(parts[0], parts[1]);
      }
    }
    return facts;
  }

  @Override
  public void start(Work work) {
    if (server != null) {
      return;
    }
    work.step("Starting a private server");
    server =
        Trouble.told(
            "A private server",
            work,
            () -> {
              List<String> all = new ArrayList<>(settings(content));
              all.addAll(PrivateServer.THROWN_AWAY);
              return PrivateServer.start(
                  new PrivateServer.Start(
                      program,
                      defaults(folder()),
                      folder(),
                      folder.resolve("server.log"),
                      access,
                      "",
                      all),
                  work);
            });
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
  public Path folder() {
    return folder.resolve("data");
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    Trees.forget(folder);
  }
}
