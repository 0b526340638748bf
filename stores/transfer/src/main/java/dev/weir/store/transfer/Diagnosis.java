package dev.weir.store.transfer;

/** Tells what a client's exception means; each store has one. */
@FunctionalInterface
public interface Diagnosis {
  /**
   * What is to be thrown: a {@link PassingFault} when another attempt may succeed, else an {@link
   * java.io.IOException} or a {@link dev.weir.api.WeirException} that ends the attempts.
   *
   * @param what was asked for, such as {@code writing a/b}
   */
  Exception of(String what, Exception raw);
}
