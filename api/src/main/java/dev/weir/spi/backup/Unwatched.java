package dev.weir.spi.backup;

/** Work that nobody watches or cancels, for looks that are over at once. */
public enum Unwatched implements Work {
  WORK;

  @Override
  public void step(String what) {}

  @Override
  public void advance(long bytes) {}

  @Override
  public void expect(long bytes) {}

  @Override
  public void check() {}

  @Override
  public void onCancel(Runnable stop) {}
}
