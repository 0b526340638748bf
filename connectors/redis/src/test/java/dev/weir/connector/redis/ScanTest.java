package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanTest {
  private static final Reply PAGE =
      new Reply.Items(List.of(bulk("17"), new Reply.Items(List.of(bulk("a"), bulk("b")))));

  private static Reply bulk(String text) {
    return new Reply.Bulk(Texts.bytes(text));
  }

  private static WeirException lost(DatabaseError code) {
    return WeirException.of(code, "The connection broke.", null, Effect.NONE);
  }

  private static Scan scan(Iterator<Object> answers) {
    return new Scan(
        "SCAN",
        List.of(Texts.bytes("SCAN")),
        0,
        _ -> {
          Object answer = answers.next();
          if (answer instanceof WeirException e) {
            throw e;
          }
          return (Reply) answer;
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_LOST", "CONNECTION_LOST_DURING"})
  void a_connection_lost_after_the_first_page_is_lost_in_the_middle_of_the_result(
      DatabaseError code) {
    Scan scan = scan(List.<Object>of(PAGE, lost(code)).iterator());
    scan.next();
    scan.next();

    WeirException error = catchThrowableOfType(WeirException.class, scan::hasNext);

    assertThat(error.code()).isEqualTo(DatabaseError.CONNECTION_LOST_DURING);
    assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void a_connection_lost_before_the_first_page_is_told_as_it_is() {
    WeirException lost = lost(DatabaseError.CONNECTION_LOST);
    Scan scan = scan(List.<Object>of(lost).iterator());

    assertThat(catchThrowableOfType(WeirException.class, scan::hasNext)).isSameAs(lost);
  }
}
