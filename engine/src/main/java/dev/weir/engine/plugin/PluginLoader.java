package dev.weir.engine.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads a plugin's classes from its own jars, and shares with Weir only what both speak: the
 * interfaces, and logging. So versions of libraries in one plugin never meet those of another.
 */
final class PluginLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of("dev.weir.api.", "dev.weir.spi.", "org.slf4j.", "org.jspecify.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader weir = PluginLoader.class.getClassLoader();

  PluginLoader(String name, URL[] jars) {
    super(name, jars, ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? weir.loadClass(name)
        : super.loadClass(name, resolve);
  }
}
