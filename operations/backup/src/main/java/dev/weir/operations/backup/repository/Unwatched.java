package dev.weir.operations.backup.repository;

import dev.weir.spi.backup.Work;

/** Work that nobody watches or cancels. */
enum Unwatched implements Work {
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
