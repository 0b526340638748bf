package dev.weir.engine.secret;

import dev.weir.api.CoreError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.spi.SecretStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in files: {@code file:///run/secrets/name}, or relative to the working directory {@code
 * file://name}. The file holds the secret alone, in UTF-8; one line break at its end does not
 * count. A file that everybody may change is refused: its secret could be anybody's.
 */
public final class FileSecrets implements SecretStore {
  private static final int LARGEST = 64 * 1024;

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public @Nullable String resolve(String reference) {
    Path file = Path.of(reference);
    try (InputStream in = Files.newInputStream(file)) {
      PrivateFiles.refuseIfOpen(file);
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw unreadable(reference, "is larger than 64 KiB: it can be no secret", null);
      }
      return withoutLineBreak(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException missing) {
      return null;
    } catch (CharacterCodingException invalid) {
      throw unreadable(reference, "is not valid UTF-8", null);
    } catch (IOException failed) {
      throw unreadable(reference, "cannot be read", failed);
    }
  }

  @Override
  public String place(String reference) {
    return "the file " + reference;
  }

  static String withoutLineBreak(String text) {
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static WeirException unreadable(
      String reference, String why, @Nullable IOException cause) {
    return WeirException.of(
        CoreError.SECRET_UNREADABLE,
        "The secret file " + reference + " " + why + ".",
        cause,
        Effect.NONE);
  }
}
