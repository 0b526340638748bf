package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ErrorReferenceTest {
  @Test
  void everyCatalogueIsAnEnum() {
    assertThat(Catalogue.enums()).hasSizeGreaterThanOrEqualTo(2).allMatch(JavaClass::isEnum);
  }

  @Test
  void everyCodeIsUniqueAcrossAllModules() {
    assertThat(Catalogue.codes()).extracting(ErrorCode::id).doesNotHaveDuplicates();
  }

  @Test
  void everyCodeLooksLikeAnAreaAndANumber() {
    assertThat(Catalogue.codes())
        .extracting(ErrorCode::id)
        .allMatch(id -> id.matches("[A-Z][A-Z0-9]{1,11}-[0-9]{3}"));
  }

  @Test
  void anAreaBelongsToOneModule() {
    var areas = new java.util.TreeMap<String, String>();
    for (ErrorCode code : Catalogue.codes()) {
      String home = code.getClass().getProtectionDomain().getCodeSource().getLocation().toString();

      assertThat(areas.computeIfAbsent(Catalogue.area(code), _ -> home))
          .as("%s", code.id())
          .isEqualTo(home);
    }
  }

  @Test
  void everyCodeSaysWhatItIsAndWhatToDoInSentences() {
    assertThat(Catalogue.codes())
        .allSatisfy(code -> {
          assertThat(code.summary()).as("summary of %s", code.id()).matches("(?s)\\S.*[.!?]");
          assertThat(code.nextStep()).as("next step of %s", code.id()).matches("(?s)\\S.*[.!?]");
        });
  }

  @Test
  void whatTheCallerMustMendIsNotTriedAgain() {
    assertThat(Catalogue.codes())
        .filteredOn(code -> code.kind() == ErrorKind.REJECTED || code.kind() == ErrorKind.DENIED)
        .allMatch(code -> !code.retryable());
  }

  @Test
  void theReferenceOfErrorsIsFresh() throws IOException {
    GeneratedPage.check("errors.md", Catalogue.markdown());
  }
}
