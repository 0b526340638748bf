package dev.weir.spi.store;

import java.util.regex.Pattern;

/**
 * The form of an object's key, which every kind of storage can keep as it is: parts of {@code a-z
 * A-Z 0-9 . _ = + @ -} with {@code /} between them, none of them empty or ending with a dot, at
 * most {@value #LONGEST} characters.
 */
public final class ObjectKey {
  /** Leaves room for a prefix in the 1,024 bytes that all clouds grant. */
  public static final int LONGEST = 700;

  private static final String PART = "[A-Za-z0-9._=+@-]*[A-Za-z0-9_=+@-]";
  private static final Pattern KEY = Pattern.compile(PART + "(/" + PART + ")*+");

  private ObjectKey() {}

  /** Whether every store can keep it. */
  public static boolean valid(String key) {
    return key.length() <= LONGEST && KEY.matcher(key).matches();
  }

  /**
   * The key itself.
   *
   * @throws IllegalArgumentException when it is not of the form
   */
  public static String checked(String key) {
    if (!valid(key)) {
      throw new IllegalArgumentException(
          "'"
              + key
              + "' is no key of an object: letters, digits and . _ = + @ - in parts separated by /,"
              + " none ending with a dot, "
              + LONGEST
              + " characters at most.");
    }
    return key;
  }
}
