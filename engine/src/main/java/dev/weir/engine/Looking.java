package dev.weir.engine;

import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.spi.StatementKind;
import java.util.concurrent.Callable;

/**
 * What Weir asks a database to know how it is doing, told apart from what callers ask: audits, logs
 * of slow statements and times of statements leave it out.
 */
public enum Looking {
  /** The catalog queries of a monitor; what is no reading, as the end of a session, is no look. */
  MONITOR,
  /** An examination by an advisor, with the scratch copies that it takes back. */
  ADVISE;

  /**
   * Begins the text of all that Weir asks by itself in SQL, so that the server's own count of
   * statements can leave it out.
   */
  public static final String MARK = "/* weir ";

  private final String origin = name().toLowerCase(java.util.Locale.ROOT);

  /** Looks as the same principal, for the same tenant. */
  public <T> T quietly(Callable<T> look) {
    Caller caller = Caller.current();
    Principal who = caller.principal();
    Principal quiet = new Principal(who.name(), who.role(), origin);
    try {
      return new Caller(quiet, caller.tenant(), caller.service(), caller.correlation()).call(look);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** True for what Weir has asked by itself. */
  public static boolean is(Request request) {
    String from = request.caller().principal().origin();
    return from.equals(ADVISE.origin)
        || from.equals(MONITOR.origin) && request.kind() == StatementKind.READ;
  }

  /** The text as it is sent: with the mark, where it is a look of an advisor. */
  static String marked(Request request, String text) {
    return request.caller().principal().origin().equals(ADVISE.origin)
        ? MARK + ADVISE.origin + " */ " + text
        : text;
  }
}
