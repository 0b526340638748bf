package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Sample;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A fault that can be planted, and the rule that is to find it.
 *
 * @param object what is at fault, or the beginning of it
 * @param superuser who looks, and follows the advice
 * @param cause plants it
 * @param mending what a person does, who follows the commands
 * @param after makes room for the next
 * @param back whether the way back brings the fault back, to be seen at once
 */
record Fault(
    String rule,
    String object,
    boolean superuser,
    List<Sample> samples,
    Consumer<Ward> cause,
    BiConsumer<Ward, Advice> mending,
    Consumer<Ward> after,
    boolean back) {
  private static Fault of(String rule, String object, boolean superuser, Consumer<Ward> cause) {
    return new Fault(
        rule,
        object,
        superuser,
        List.of(),
        cause,
        (ward, advice) -> ward.follow(superuser, advice.remedy().commands()),
        Ward::release,
        false);
  }

  /** One that the owner of the database plants, finds and mends. */
  static Fault ofOwner(String rule, String object, String... texts) {
    return of(rule, object, false, ward -> ward.owner(texts));
  }

  /** One of the server, which a superuser finds and mends. */
  static Fault ofServer(String rule, String object, Consumer<Ward> cause) {
    return of(rule, object, true, cause);
  }

  /** A setting of the server with a value that it should not have. */
  static Fault ofSetting(String rule, String setting, String value) {
    return of(
            rule,
            setting,
            true,
            ward ->
                ward.admin(
                    "alter system set " + setting + " = '" + value + "'",
                    "select pg_reload_conf()"))
        .withWayBack()
        .after(ward -> ward.admin("alter system reset " + setting, "select pg_reload_conf()"));
  }

  /** Planted by more than statements. */
  Fault causedBy(Consumer<Ward> more) {
    return new Fault(rule, object, superuser, samples, cause.andThen(more), mending, after, back);
  }

  Fault seenBy(String statement) {
    return new Fault(
        rule,
        object,
        superuser,
        List.of(new Sample(statement, 5000, 0)),
        cause,
        mending,
        after,
        back);
  }

  Fault mendedWith(BiConsumer<Ward, Advice> more) {
    return new Fault(rule, object, superuser, samples, cause, more, after, back);
  }

  Fault after(Consumer<Ward> more) {
    return new Fault(rule, object, superuser, samples, cause, mending, after.andThen(more), back);
  }

  Fault withWayBack() {
    return new Fault(rule, object, superuser, samples, cause, mending, after, true);
  }

  boolean isTold(Advice advice) {
    return advice.rule().code().equals(rule) && advice.object().startsWith(object);
  }

  @Override
  public String toString() {
    return rule + " on " + object;
  }
}
