package dev.weir.server.account;

import dev.weir.Home;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.server.account.Credential.Kind;
import dev.weir.server.boot.PrincipalSource;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Says who asks, and makes the first administrator and the token of the home's owner. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
  static final String ADMINISTRATOR = "admin";
  static final String OWNER = "owner of the home";

  @Bean
  PrincipalSource principals() {
    return new PrincipalSource() {
      @Override
      public Principal of(HttpServletRequest request) {
        return SignInFilter.principal(request);
      }

      @Override
      public @Nullable String tenant(HttpServletRequest request) {
        return SignInFilter.tenant(request);
      }
    };
  }

  /**
   * On the first start the administrator's password is printed, once, unless the environment names
   * one.
   */
  @Bean
  @Order(0)
  ApplicationRunner firstAdministrator(
      Accounts accounts, Passwords passwords, Credentials credentials, Home home) {
    return (ApplicationArguments _) -> {
      if (accounts.all().isEmpty()) {
        String given = System.getenv("WEIR_ADMIN_PASSWORD");
        String password = given != null && !given.isEmpty() ? given : passwords.random();
        accounts.create(ADMINISTRATOR, password, Role.ADMINISTRATOR, "first start");
        if (given == null || given.isEmpty()) {
          System.out.println(
              "The administrator is '"
                  + ADMINISTRATOR
                  + "' with password "
                  + password
                  + " (shown this once; change it with PUT /v1/password)");
        }
      }
      credentials.sweep();
      ownersToken(accounts, credentials, home);
    };
  }

  /**
   * Whoever can read the home speaks to its server as its administrator; a new token for each
   * start.
   */
  private static void ownersToken(Accounts accounts, Credentials credentials, Home home) {
    String account =
        accounts.all().stream()
            .filter(each -> each.role() == Role.ADMINISTRATOR && !each.disabled())
            .findFirst()
            .orElseThrow()
            .name();
    String label = OWNER + " " + home.folder();
    credentials.revoke(account, label);
    Home.write(
        home.serverToken(),
        credentials
            .issue(account, Kind.TOKEN, label, Role.ADMINISTRATOR, Duration.ofDays(365))
            .secret());
  }
}
