package dev.weir.server.account;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes and checks passwords with Argon2id (19 MiB, two passes, one lane: OWASP's first choice).
 * At most two at a time, so that a flood of sign-ins cannot take the machine.
 */
@Component
final class Passwords {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 1_000;
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19 << 10, 2);
  private final Semaphore places = new Semaphore(2, true);
  private final SecureRandom random = new SecureRandom();
  private final String nobody;

  Passwords() {
    nobody = hash(random());
  }

  String hash(String password) {
    return inTurn(() -> java.util.Objects.requireNonNull(encoder.encode(password)));
  }

  boolean fits(String password, String hash) {
    return inTurn(() -> password.length() <= LONGEST && encoder.matches(password, hash));
  }

  /** Takes as long as {@link #fits}, so that the time does not tell which names exist. */
  void waste(String password) {
    boolean _ = fits(password, nobody);
  }

  /** A password of 24 characters that cannot be mistaken for one another. */
  String random() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  void check(String name, String password) {
    if (password.length() < SHORTEST
        || password.length() > LONGEST
        || password.equalsIgnoreCase(name)) {
      throw Rejected.because(
          AccountError.WEAK_PASSWORD,
          "The password for "
              + name
              + " must have "
              + SHORTEST
              + " to "
              + LONGEST
              + " characters and must not be the name.");
    }
  }

  private <T> T inTurn(java.util.function.Supplier<T> work) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait to check a password was interrupted.", e);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
