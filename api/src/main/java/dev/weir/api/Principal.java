package dev.weir.api;

/**
 * Who asks.
 *
 * @param name the account, or the operating system's user for a command line
 * @param role the most that this principal may do
 * @param origin where the request came from: an address, {@code cli} or {@code library}
 */
public record Principal(String name, Role role, String origin) {
  /** The application itself, which has embedded Weir and is trusted with all of it. */
  public static final Principal APPLICATION =
      new Principal("application", Role.ADMINISTRATOR, "library");
}
