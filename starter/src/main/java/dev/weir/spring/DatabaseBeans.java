package dev.weir.spring;

import dev.weir.Weir;
import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.engine.Connectors;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes a bean of each database: {@code clinicsDatabase}, qualified {@code clinics}. Nothing is
 * opened by that; Weir opens a database when it is first used.
 */
final class DatabaseBeans implements ImportBeanDefinitionRegistrar {
  private static final String DATA_SOURCE = "dataSource";
  private final Environment environment;
  private final ListableBeanFactory beans;

  DatabaseBeans(Environment environment, BeanFactory beans) {
    this.environment = environment;
    this.beans = (ListableBeanFactory) beans;
  }

  @Override
  public void registerBeanDefinitions(
      AnnotationMetadata importing, BeanDefinitionRegistry registry) {
    WeirProperties properties = Binder.get(environment).bindOrCreate("weir", WeirProperties.class);
    Map<String, Definition> databases = PropertyCatalog.load(properties).catalog().databases();
    Definition primary = primary(properties.primary(), databases);
    for (String name : databases.keySet()) {
      RootBeanDefinition bean = bean(Database.class, weir -> weir.database(name));
      bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
      bean.setPrimary(primary != null && primary.name().equals(name));
      registry.registerBeanDefinition(name + "Database", bean);
    }
    if (primary != null && isRelational(primary) && hasNoDataSource()) {
      registry.registerBeanDefinition(
          DATA_SOURCE, bean(DataSource.class, weir -> weir.dataSource(primary.name())));
    }
  }

  private static @Nullable Definition primary(
      @Nullable String named, Map<String, Definition> databases) {
    if (named == null) {
      return databases.size() == 1
          ? databases.values().iterator().next()
          : databases.get("default");
    }
    Definition primary = databases.get(named);
    if (primary == null) {
      throw Rejected.because(
          CoreError.UNKNOWN_DATABASE,
          "weir.primary names the database "
              + named
              + ", which is not there; there are "
              + databases.keySet()
              + ".");
    }
    return primary;
  }

  private static boolean isRelational(Definition definition) {
    return Connectors.installed().of(definition.type()).abilities().contains(Ability.SQL);
  }

  private boolean hasNoDataSource() {
    return beans.getBeanNamesForType(DataSource.class, true, false).length == 0;
  }

  /** Weir alone closes what it opened, so these beans have nothing to destroy. */
  private <T> RootBeanDefinition bean(Class<T> type, Function<Weir, T> from) {
    RootBeanDefinition bean =
        new RootBeanDefinition(type, () -> from.apply(beans.getBean(Weir.class)));
    bean.setDestroyMethodName("");
    return bean;
  }
}
