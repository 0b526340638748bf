package dev.weir.connector.postgresql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsoTextTest {
  private final Random random = new Random(20260101);

  @Test
  void tellsMomentsAsJavaTimeDoes() {
    for (int i = 0; i < 20_000; i++) {
      LocalDateTime moment = moment();
      ZoneOffset zone = ZoneOffset.ofHoursMinutes(random.nextInt(15), random.nextInt(4) * 15);
      OffsetDateTime zoned = moment.atOffset(random.nextBoolean() ? ZoneOffset.UTC : zone);

      assertThat(IsoText.moment(printed(moment).getBytes(US_ASCII), false))
          .asString(US_ASCII)
          .isEqualTo(moment.toString());
      assertThat(
              IsoText.moment(
                  (printed(moment) + printed(zoned.getOffset())).getBytes(US_ASCII), true))
          .asString(US_ASCII)
          .isEqualTo(zoned.toString());
    }
  }

  @Test
  void leavesAloneWhatIsNotInTheUsualForm() {
    assertThat(IsoText.moment(ascii("infinity"), true)).isNull();
    assertThat(IsoText.moment(ascii("-infinity"), false)).isNull();
    assertThat(IsoText.moment(ascii("0044-03-15 12:00:00+00 BC"), true)).isNull();
    assertThat(IsoText.moment(ascii("0044-03-15 12:00:00 BC"), false)).isNull();
    assertThat(IsoText.moment(ascii("12026-03-15 12:00:00+00"), true)).isNull();
    assertThat(IsoText.moment(ascii("1880-03-15 12:00:00+00:53:28"), true)).isNull();
    assertThat(IsoText.date(ascii("infinity"))).isNull();
    assertThat(IsoText.date(ascii("0044-03-15 BC"))).isNull();
    assertThat(IsoText.date(ascii("12026-03-15"))).isNull();
  }

  @Test
  void leavesADateAsItIs() {
    assertThat(IsoText.date(ascii("2026-03-15"))).asString(US_ASCII).isEqualTo("2026-03-15");
  }

  /** Times whose seconds and fractions are often zero, and fractions of one to six digits. */
  private LocalDateTime moment() {
    int digits = random.nextInt(7);
    int unit = (int) Math.pow(10, 9 - digits);
    return LocalDateTime.of(
        1 + random.nextInt(9_999),
        1 + random.nextInt(12),
        1 + random.nextInt(28),
        random.nextInt(24),
        random.nextInt(60),
        random.nextInt(3) == 0 ? 0 : random.nextInt(60),
        random.nextInt(1_000_000_000) / unit * unit);
  }

  /** As the server prints it: trailing zeros of the fraction left out. */
  private static String printed(LocalDateTime moment) {
    String whole =
        "%s %02d:%02d:%02d"
            .formatted(
                moment.toLocalDate(), moment.getHour(), moment.getMinute(), moment.getSecond());
    String fraction = "%06d".formatted(moment.getNano() / 1_000).replaceAll("0+$", "");
    return fraction.isEmpty() ? whole : whole + "." + fraction;
  }

  private static String printed(ZoneOffset zone) {
    return zone.equals(ZoneOffset.UTC) ? "+00" : zone.getId().replaceAll(":00$", "");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
