package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.server.problem.ServerError;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartIT {
  @TempDir Path folder;

  @Test
  void startsInAnEmptyHomeAndAgainInTheSame() throws Exception {
    Options options = Options.of(new Home(folder.resolve("home"))).port(0);

    for (int start = 1; start <= 2; start++) {
      try (Server server = Server.start(options)) {
        assertThat(get(server, "/v1/version")).contains("\"product\":\"Weir\"");
      }
    }
  }

  @Test
  void isAloneInItsHome() {
    Options options = Options.of(new Home(folder.resolve("home"))).port(0).demo(false);

    try (Server first = Server.start(options)) {
      assertThat(first.address().getPort()).isPositive();
      assertThatThrownBy(() -> Server.start(options))
          .isInstanceOfSatisfying(
              WeirException.class,
              e -> assertThat(e.code()).isEqualTo(ServerError.ALREADY_RUNNING));
    }
  }

  private static String get(Server server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(server.address().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
