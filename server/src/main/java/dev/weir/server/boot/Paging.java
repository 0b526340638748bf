package dev.weir.server.boot;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.server.problem.ServerError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Lists in pages: each names the next by a cursor, in its body and in the {@code Link} header. */
public final class Paging {
  private static final int UNLESS_SAID = 50;
  private static final int MOST = 500;

  private Paging() {}

  /**
   * A page.
   *
   * @param next the cursor of the next page; null on the last
   */
  public record Page<T>(List<T> items, @Nullable String next) {}

  /** How many items a page may have. */
  public static int limit(@Nullable Integer said) {
    if (said == null) {
      return UNLESS_SAID;
    }
    if (said < 1 || said > MOST) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "limit must be from 1 to " + MOST + "; it is " + said + ".");
    }
    return said;
  }

  /**
   * A page of what was found.
   *
   * @param found up to one more than {@code limit}, which shows that there is a next page
   * @param key what the cursor of the page after an item holds
   */
  public static <T> ResponseEntity<Page<T>> answer(
      String path, List<T> found, int limit, Function<T, String> key) {
    if (found.size() <= limit) {
      return ResponseEntity.ok(new Page<>(found, null));
    }
    List<T> items = List.copyOf(found.subList(0, limit));
    String next = encode(key.apply(items.getLast()));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.LINK,
            "<" + path + "?cursor=" + next + "&limit=" + limit + ">; rel=\"next\"")
        .body(new Page<>(items, next));
  }

  /** What a cursor holds. */
  public static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Rejected.because(ServerError.CURSOR, "The cursor is not one that the server gave.", e);
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }
}
