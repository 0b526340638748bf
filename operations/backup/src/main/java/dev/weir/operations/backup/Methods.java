package dev.weir.operations.backup;

import dev.weir.spi.backup.BackupMethod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** The backup methods that are installed. */
public final class Methods {
  private final List<BackupMethod> all;

  public Methods(Collection<? extends BackupMethod> methods) {
    this.all =
        methods.stream()
            .map(BackupMethod.class::cast)
            .sorted(Comparator.comparingInt(BackupMethod::order).thenComparing(BackupMethod::name))
            .toList();
  }

  /** Those that {@link ServiceLoader} finds. */
  public static Methods installed() {
    return new Methods(
        ServiceLoader.load(BackupMethod.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /** All, in their order. */
  public List<BackupMethod> all() {
    return all;
  }

  /** Those for a type of definition, in their order. */
  public List<BackupMethod> of(String type) {
    return all.stream()
        .filter(method -> method.types().contains(type.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /**
   * One by its name.
   *
   * @throws dev.weir.api.Rejected with {@code BACKUP-009} when it is not installed
   */
  public BackupMethod named(String name) {
    return all.stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            BackupError.NO_METHOD.because(
                "The backup method " + name + " is not installed; there are " + names(all) + "."));
  }

  static String names(List<BackupMethod> methods) {
    return methods.isEmpty()
        ? "none"
        : String.join(", ", methods.stream().map(BackupMethod::name).toList());
  }
}
