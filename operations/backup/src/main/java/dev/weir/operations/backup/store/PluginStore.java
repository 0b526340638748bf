package dev.weir.operations.backup.store;

import dev.weir.api.Secret;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStoreProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A storage of a plugin. While it works the thread's context class loader is the plugin's, as
 * clients look there for their own parts.
 */
final class PluginStore {
  private PluginStore() {}

  static ObjectStoreProvider provider(ObjectStoreProvider plugin) {
    return new ObjectStoreProvider() {
      @Override
      public Set<String> schemes() {
        return plugin.schemes();
      }

      @Override
      public Map<String, String> options() {
        return plugin.options();
      }

      @Override
      public List<String> check(URI location, Map<String, Secret> options) {
        return plugin.check(location, options);
      }

      @Override
      public ObjectStore open(URI location, Map<String, Secret> options) {
        return (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                inContext(plugin, location, options));
      }
    };
  }

  private static InvocationHandler inContext(
      ObjectStoreProvider plugin, URI location, Map<String, Secret> options) {
    ClassLoader loader = plugin.getClass().getClassLoader();
    ObjectStore store = in(loader, () -> plugin.open(location, options));
    return (_, method, arguments) ->
        in(
            loader,
            () -> {
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private interface Work<T, E extends Throwable> {
    T run() throws E;
  }

  private static <T, E extends Throwable> T in(ClassLoader loader, Work<T, E> work) throws E {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
