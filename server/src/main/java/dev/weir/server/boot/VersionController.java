package dev.weir.server.boot;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/version}. */
@RestController
class VersionController {
  private final Version version;

  VersionController(Version version) {
    this.version = version;
  }

  @GetMapping("/v1/version")
  ServerVersion version() {
    return new ServerVersion("Weir", version.text(), Runtime.version().toString());
  }

  /** The product, its version, and the Java that runs it. */
  record ServerVersion(String product, String version, String java) {}
}
