package dev.weir.engine.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of the distribution: folders of jars in {@code plugins} beside the folder of Weir's
 * own jars, or where the system property {@code weir.plugins} says. Nothing is opened before it is
 * asked for. Thread-safe.
 */
public final class Plugins {
  private final @Nullable Path folder;

  private Plugins(@Nullable Path folder) {
    this.folder = folder;
  }

  /** Those of this distribution; none where Weir does not run from one. */
  public static Plugins installed() {
    String named = System.getProperty("weir.plugins");
    return new Plugins(named != null ? Path.of(named) : beside());
  }

  private static @Nullable Path beside() {
    CodeSource source = Plugins.class.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return null;
    }
    Path jars = Path.of(URI.create(source.getLocation().toString())).getParent();
    return jars == null ? null : jars.resolveSibling("plugins");
  }

  /**
   * The first service that fits, of the plugins in the order of their names.
   *
   * @param fits asked of a service that has been made, in its plugin's context
   */
  public <T> Optional<T> find(Class<T> service, Predicate<T> fits) {
    for (Path plugin : folders()) {
      // A loader lives as long as what it has loaded.
      @SuppressWarnings("resource")
      PluginLoader loader = new PluginLoader(plugin.getFileName() + "", jars(plugin));
      for (T each : ServiceLoader.load(service, loader)) {
        if (each.getClass().getClassLoader() == loader && fits.test(each)) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  private List<Path> folders() {
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static URL[] jars(Path plugin) {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> all = Files.list(plugin)) {
      for (Path jar : all.filter(each -> each.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return jars.toArray(URL[]::new);
  }
}
