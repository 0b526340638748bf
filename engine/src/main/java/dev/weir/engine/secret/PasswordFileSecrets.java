package dev.weir.engine.secret;

import dev.weir.spi.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passwords in libpq's password file: {@code pgpass:///path/of/file#host:port:database:user}. The
 * first line that matches counts, {@code *} matches everything (PostgreSQL manual, section 34.16).
 */
public final class PasswordFileSecrets implements SecretStore {
  private static final int PARTS = 5;

  @Override
  public String scheme() {
    return "pgpass";
  }

  @Override
  public String place(String reference) {
    return "the password file " + reference.replaceFirst("#.*", "") + " for this server";
  }

  @Override
  public @Nullable String resolve(String reference) {
    int hash = reference.lastIndexOf('#');
    Path file = Path.of(hash < 0 ? reference : reference.substring(0, hash));
    List<String> wanted = hash < 0 ? List.of() : parts(reference.substring(hash + 1));
    try {
      if (PrivateFiles.isShared(file)) {
        throw MasterKey.unreadable(
            "Others may read the password file " + file + ": run chmod 600 on it.", null);
      }
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        List<String> entry = line.startsWith("#") ? List.of() : parts(line);
        if (entry.size() == PARTS && matches(entry, wanted)) {
          return entry.getLast();
        }
      }
      return null;
    } catch (NoSuchFileException missing) {
      return null;
    } catch (IOException failed) {
      throw MasterKey.unreadable("The password file " + file + " cannot be read.", failed);
    }
  }

  private static boolean matches(List<String> entry, List<String> wanted) {
    for (int i = 0; i < Math.min(wanted.size(), PARTS - 1); i++) {
      if (!entry.get(i).equals("*") && !entry.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Splits at colons; a backslash takes the next character as it is; the last part keeps all. */
  private static List<String> parts(String line) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        part.append(line.charAt(++i));
      } else if (c == ':' && parts.size() < PARTS - 1) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
