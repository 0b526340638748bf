package dev.weir.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PartSizesTest {
  private static final long FIVE_TERABYTES = 5_000_000_000_000L;

  @Test
  void the_number_of_parts_that_a_service_grants_suffices_for_its_largest_object() {
    assertThat(PartSizes.OF_10_000.capacity()).isGreaterThan(FIVE_TERABYTES);
    assertThat(PartSizes.OF_50_000.capacity()).isGreaterThan(FIVE_TERABYTES);
    assertThat(PartSizes.OF_10_000.of(10_000)).isPositive();
    assertThat(PartSizes.OF_50_000.of(50_000)).isPositive();
  }

  @Test
  void parts_begin_small_and_never_shrink() {
    int last = 0;
    for (int number = 1; number <= 10_000; number++) {
      assertThat(PartSizes.OF_10_000.of(number)).isGreaterThanOrEqualTo(last);
      last = PartSizes.OF_10_000.of(number);
    }
    assertThat(PartSizes.OF_10_000.of(1)).isEqualTo(8 << 20);
  }

  @Test
  void there_are_no_more_parts_than_the_service_grants() {
    assertThatIllegalArgumentException().isThrownBy(() -> PartSizes.OF_10_000.of(10_001));
  }
}
