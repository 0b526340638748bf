package dev.weir.advisor.mysql;

import dev.weir.spi.advise.Advice;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A fault that can be planted, and the rule that is to find it.
 *
 * @param object what is at fault
 * @param cause plants it
 * @param mending what a person does, who follows the commands
 * @param after makes room for the next
 * @param back whether the way back brings the fault back
 */
record Fault(
    String rule,
    String object,
    Consumer<Ward> cause,
    BiConsumer<Ward, Advice> mending,
    Consumer<Ward> after,
    boolean back) {
  /** One that statements plant, and the commands of the advice mend. */
  static Fault of(String rule, String object, String... texts) {
    return of(rule, object, ward -> ward.run(texts));
  }

  static Fault of(String rule, String object, Consumer<Ward> cause) {
    return new Fault(
        rule,
        object,
        cause,
        (ward, advice) -> ward.follow(advice.remedy().commands()),
        Ward::release,
        false);
  }

  /** A setting of the server with a value that it should not have. */
  static Fault ofSetting(String rule, String setting, String value) {
    return of(rule, setting, "set global " + setting + " = " + value).withWayBack();
  }

  Fault mendedWith(BiConsumer<Ward, Advice> more) {
    return new Fault(rule, object, cause, more, after, back);
  }

  Fault after(String... texts) {
    Consumer<Ward> more = ward -> ward.run(texts);
    return new Fault(rule, object, cause, mending, after.andThen(more), back);
  }

  Fault withWayBack() {
    return new Fault(rule, object, cause, mending, after, true);
  }

  boolean isTold(Advice advice) {
    return advice.rule().code().equals(rule) && advice.object().equals(object);
  }

  @Override
  public String toString() {
    return rule + " on " + object;
  }
}
