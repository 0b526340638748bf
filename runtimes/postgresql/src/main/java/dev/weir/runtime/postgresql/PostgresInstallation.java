package dev.weir.runtime.postgresql;

import dev.weir.runtime.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs of one version.
 *
 * @param bin the folder that holds them
 */
public record PostgresInstallation(Path bin) {
  public Path program(String name) {
    return bin.resolve(name);
  }

  public boolean has(String program) {
    return Files.isExecutable(bin.resolve(program));
  }

  /** Whether the server has this library, such as {@code pg_stat_statements}. */
  public boolean library(String name) {
    Path root = bin.resolveSibling("lib");
    return Stream.of(root.resolve("postgresql"), root)
        .flatMap(folder ->
            List.of(folder.resolve(name + ".so"), folder.resolve(name + ".dylib")).stream())
        .anyMatch(Files::exists);
  }

  /** The version that a program of it tells. */
  public PostgresVersion version(String program) throws IOException {
    return ToldVersions.of(program(program));
  }

  /** A program, to be run without settings of this process's environment. */
  public Command command(String program) {
    return Command.of(program(program).toString()).without("PG");
  }

  /** A server's program, which refuses to run as root. */
  public Command serverCommand(String program) {
    return command(program).asOwner();
  }
}
