package dev.weir.runtime.postgresql;

import dev.weir.runtime.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What programs have told of their versions; asked again when a program's file has changed. */
final class ToldVersions {
  private static final Map<Program, PostgresVersion> TOLD = new ConcurrentHashMap<>();

  private ToldVersions() {}

  private record Program(Path path, FileTime modified, long size) {
    static Program of(Path path) throws IOException {
      Path real = path.toRealPath();
      BasicFileAttributes file = Files.readAttributes(real, BasicFileAttributes.class);
      return new Program(real, file.lastModifiedTime(), file.size());
    }
  }

  static PostgresVersion of(Path path) throws IOException {
    Program program = Program.of(path);
    PostgresVersion known = TOLD.get(program);
    if (known != null) {
      return known;
    }
    PostgresVersion told = PostgresVersion.parse(Command.of(path.toString(), "--version").run());
    TOLD.put(program, told);
    return told;
  }
}
