package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads statements from files and from standard input. */
final class StatementSource {
  /** More than any statement may have, and little enough for the heap. */
  private static final int LONGEST = 64 << 20;

  private StatementSource() {}

  static String file(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return text(in, file.toString());
    } catch (NoSuchFileException missing) {
      throw Failed.because(CliError.STREAM, "There is no file " + file + ".", missing);
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "The file " + file + " cannot be read.", e);
    }
  }

  static String stream(InputStream in) {
    try {
      return text(in, "standard input");
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "Standard input cannot be read.", e);
    }
  }

  private static String text(InputStream in, String place) throws IOException {
    byte[] octets = in.readNBytes(LONGEST + 1);
    if (octets.length > LONGEST) {
      throw Rejected.because(
          CoreError.TEXT_TOO_LONG,
          "The text from " + place + " is longer than " + (LONGEST >> 20) + " MiB.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw Rejected.because(
          CoreError.INVALID_TEXT, "The text from " + place + " is not valid UTF-8.", e);
    }
  }
}
