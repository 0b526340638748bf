package dev.weir.runtime.program;

import java.util.ArrayList;
import java.util.List;

/** What stands before a program, where this machine has it. */
final class Wrapping {
  private static final boolean SETPRIV = SearchPath.has("setpriv");
  private static final boolean SETSID = SearchPath.has("setsid");
  private static final boolean UNSHARE =
      "root".equals(System.getProperty("user.name")) && SearchPath.has("unshare");

  private Wrapping() {}

  /** A program that gets {@code signal} when this process is killed. */
  static List<String> dying(String signal, boolean owner, List<String> words) {
    return wrapped(signal, owner, false, words);
  }

  /** The same, out of the terminal's reach. */
  static List<String> serving(String signal, boolean owner, List<String> words) {
    return wrapped(signal, owner, SETSID, words);
  }

  private static List<String> wrapped(
      String signal, boolean owner, boolean session, List<String> words) {
    List<String> all = new ArrayList<>();
    if (owner && UNSHARE) {
      // Root sees itself as nobody in a user namespace of its own, and still owns its files.
      all.addAll(List.of("unshare", "-U", "--"));
    }
    if (session) {
      all.add("setsid");
    }
    if (SETPRIV) {
      all.addAll(List.of("setpriv", "--pdeathsig", signal, "--"));
    }
    all.addAll(words);
    return all;
  }
}
