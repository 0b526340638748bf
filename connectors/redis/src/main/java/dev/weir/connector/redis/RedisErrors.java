package dev.weir.connector.redis;

import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.WeirException;
import io.lettuce.core.RedisCommandExecutionException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Redis's errors in the vocabulary of all engines: by their prefix, such as {@code WRONGTYPE}, and
 * where that is only {@code ERR} by what they say. The prefix is told as the fact {@code
 * vendorCode}; arguments that the server quotes are left out of the message.
 */
final class RedisErrors {
  private static final Map<String, DatabaseError> BY_PREFIX =
      Map.ofEntries(
          Map.entry("WRONGTYPE", DatabaseError.INVALID_VALUE),
          Map.entry("NOAUTH", DatabaseError.AUTHENTICATION),
          Map.entry("WRONGPASS", DatabaseError.AUTHENTICATION),
          Map.entry("DENIED", DatabaseError.AUTHENTICATION),
          Map.entry("NOPERM", DatabaseError.PERMISSION),
          Map.entry("OOM", DatabaseError.OUT_OF_MEMORY),
          Map.entry("READONLY", DatabaseError.READ_ONLY),
          Map.entry("LOADING", DatabaseError.SERVER_STARTING),
          Map.entry("MASTERDOWN", DatabaseError.SERVER_STARTING),
          Map.entry("CLUSTERDOWN", DatabaseError.SERVER_STARTING),
          Map.entry("NOREPLICAS", DatabaseError.SERVER_STARTING),
          Map.entry("BUSY", DatabaseError.LOCK_TIMEOUT),
          Map.entry("TRYAGAIN", DatabaseError.LOCK_TIMEOUT),
          Map.entry("BUSYKEY", DatabaseError.ALREADY_EXISTS),
          Map.entry("BUSYGROUP", DatabaseError.ALREADY_EXISTS),
          Map.entry("NOSCRIPT", DatabaseError.UNKNOWN_OBJECT),
          Map.entry("NOGROUP", DatabaseError.UNKNOWN_OBJECT),
          Map.entry("NOTBUSY", DatabaseError.UNKNOWN_OBJECT),
          Map.entry("MOVED", DatabaseError.NOT_SUPPORTED),
          Map.entry("ASK", DatabaseError.NOT_SUPPORTED),
          Map.entry("CROSSSLOT", DatabaseError.NOT_SUPPORTED),
          Map.entry("NOPROTO", DatabaseError.NOT_SUPPORTED),
          Map.entry("UNKILLABLE", DatabaseError.NOT_SUPPORTED),
          Map.entry("MISCONF", DatabaseError.DISK_FULL),
          Map.entry("EXECABORT", DatabaseError.TRANSACTION_ABORTED),
          Map.entry("UNBLOCKED", DatabaseError.CANCELLED));

  private static final List<Entry<Pattern, DatabaseError>> BY_WORDS =
      List.of(
          says("max number of clients", DatabaseError.TOO_MANY_CONNECTIONS),
          says("unknown (sub)?command", DatabaseError.NOT_SUPPORTED),
          says("wrong number of arguments|syntax error", DatabaseError.SYNTAX),
          says("DB index is out of range|invalid DB index", DatabaseError.UNKNOWN_DATABASE),
          says("invalid password|without any password|AUTH failed", DatabaseError.AUTHENTICATION),
          says("no such key|no such|unknown .*config", DatabaseError.UNKNOWN_OBJECT),
          says("compiling (script|function)", DatabaseError.SYNTAX),
          says("running script|user_script|script: ", DatabaseError.USER_RAISED),
          says("exceeds maximum|too (big|large|long)", DatabaseError.LIMIT_EXCEEDED),
          says("Protocol error", DatabaseError.PROTOCOL),
          says("cluster support disabled|not allowed|disabled", DatabaseError.NOT_SUPPORTED),
          says(
              "not an integer|not a valid|out of range|invalid|must be|not a float|overflow|"
                  + "can't be|NaN|would produce|timeout is|should be",
              DatabaseError.INVALID_VALUE),
          says("No space left", DatabaseError.DISK_FULL));

  private static final Pattern ARGUMENTS = Pattern.compile(", with args beginning with:.*");
  private static final Pattern KEY = Pattern.compile("'.*' (key|channel)", Pattern.DOTALL);
  private static final Pattern PREFIX = Pattern.compile("[A-Z]{2,}");

  private RedisErrors() {}

  private static Entry<Pattern, DatabaseError> says(String words, DatabaseError error) {
    return Map.entry(Pattern.compile(words, Pattern.CASE_INSENSITIVE), error);
  }

  /** The exception for an error that the server answered. */
  static WeirException fault(String text, String node, Effect effect) {
    String prefix = text.split(" ", 2)[0];
    DatabaseError code = code(text);
    String said = code == DatabaseError.USER_RAISED ? "a script raised an error" : safe(text);
    WeirException error =
        WeirException.of(code, "Redis (" + node + ") says: " + said + ".", null, effect);
    return WeirException.with(
        error, "vendorCode", PREFIX.matcher(prefix).matches() ? prefix : null);
  }

  static DatabaseError code(String text) {
    DatabaseError byPrefix = BY_PREFIX.get(text.split(" ", 2)[0]);
    if (byPrefix != null) {
      return byPrefix;
    }
    return BY_WORDS.stream()
        .filter(entry -> entry.getKey().matcher(text).find())
        .map(Entry::getValue)
        .findFirst()
        .orElse(DatabaseError.OTHER);
  }

  private static String safe(String text) {
    String shorter = ARGUMENTS.matcher(text).replaceAll("");
    String said = KEY.matcher(shorter).replaceAll("'…' $1").strip();
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }

  /** The exception for a connection that could not be opened; nothing was sent. */
  static WeirException unreachable(Throwable cause, String node) {
    @Nullable Throwable link = cause;
    for (int depth = 0; link != null && depth < 12; depth++, link = link.getCause()) {
      if (link instanceof RedisCommandExecutionException && link.getMessage() != null) {
        return fault(link.getMessage(), node, Effect.NONE);
      }
      if (link instanceof SSLException || link instanceof java.security.GeneralSecurityException) {
        return lost(DatabaseError.TLS, "No encrypted connection to " + node + tail(link), cause);
      }
      if (link instanceof UnknownHostException) {
        return lost(
            DatabaseError.CONNECTION_REFUSED, "The host of " + node + " has no address.", cause);
      }
    }
    return lost(
        DatabaseError.CONNECTION_REFUSED, "No connection to " + node + tail(root(cause)), cause);
  }

  private static WeirException lost(ErrorCode code, String message, Throwable cause) {
    return WeirException.of(code, message, cause, Effect.NONE);
  }

  private static String tail(Throwable cause) {
    return ": " + cause.getMessage() + ".";
  }

  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    for (int depth = 0; root.getCause() != null && depth < 12; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
