package dev.weir.operations.backup;

/** Which Weir this is. */
final class Version {
  static final String OF_WEIR = of(Version.class.getPackage().getImplementationVersion());

  private Version() {}

  private static String of(@org.jspecify.annotations.Nullable String packaged) {
    return packaged == null ? "development" : packaged;
  }
}
