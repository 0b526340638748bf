package dev.weir.runtime.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that only this user can read, from before anything is in them: for passwords of programs.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /** Writes a new file, mode 600; one that is there already is replaced. */
  public static Path write(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, permissions());
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private static FileAttribute<?>[] permissions() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
