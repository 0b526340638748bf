package dev.weir.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class NamesAndPackagesTest {
  @Test
  void everyModuleIsHeldToTheRules() {
    Set<String> held =
        House.CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

    for (String module : Checkout.productionModules()) {
      Set<String> packages = new TreeSet<>();
      Checkout.javaFiles(module).forEach(file -> packages.add(Checkout.packageOf(module, file)));

      assertThat(held)
          .as("packages of %s; add the module to testing/architecture/pom.xml", module)
          .containsAll(packages);
    }
  }

  @Test
  void everyPackageSaysInASentenceWhatItIs() {
    for (String module : Checkout.productionModules()) {
      for (Path file : Checkout.javaFiles(module)) {
        Path info = file.resolveSibling("package-info.java");

        assertThat(info).isRegularFile();
        assertThat(Checkout.read(info)).as("%s", info).startsWith("/**");
      }
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> packages = new TreeSet<>();
    House.CLASSES.forEach(type -> packages.add(type.getPackageName()));
    Set<String> marked = new TreeSet<>();
    House.CLASSES.stream()
        .filter(type -> type.getSimpleName().equals("package-info"))
        .filter(info -> info.isAnnotatedWith(NullMarked.class))
        .forEach(info -> marked.add(info.getPackageName()));

    assertThat(marked).isEqualTo(packages);
  }

  @Test
  void noNameHidesWhatAClassDoes() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(House.CLASSES);
  }

  @Test
  void noPackageIsALayer() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..helper..",
            "..dto..",
            "..impl..",
            "..service..",
            "..common..")
        .check(House.CLASSES);
  }

  @Test
  void theSourcesAreThere() {
    assertThat(Checkout.productionModules()).contains("api", "engine", "embed", "server");
    assertThat(Files.exists(Checkout.root().resolve("docs"))).isTrue();
  }
}
