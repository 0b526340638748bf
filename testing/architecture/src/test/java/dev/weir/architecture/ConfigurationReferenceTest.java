package dev.weir.architecture;

import dev.weir.engine.config.ConfigReference;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  @Test
  void theReferenceOfTheConfigurationIsFresh() throws IOException {
    GeneratedPage.check("configuration.md", ConfigReference.markdown());
  }
}
