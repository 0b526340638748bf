package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeAuditTest {
  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aHome() {
    weir = Run.In.home(folder);
  }

  @Test
  void tellsChangesOfTheCatalog() throws IOException {
    weir.run("database", "add", "mine", "postgresql://app@127.0.0.1/mine");
    weir.run("database", "edit", "mine", "--set", "pool.max-size=7");
    weir.run("database", "remove", "mine", "--yes");
    weir.run("database", "remove", "mine", "--yes");

    assertThat(lines())
        .extracting(line -> line.get("what"), line -> line.get("where"), line -> line.get("result"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("database add [url]", "mine", "done"),
            org.assertj.core.groups.Tuple.tuple("database edit [pool.max-size]", "mine", "done"),
            org.assertj.core.groups.Tuple.tuple("database remove", "mine", "done"),
            org.assertj.core.groups.Tuple.tuple("database remove", "mine", "WEIR-001"));
    assertThat(lines())
        .allSatisfy(line ->
            assertThat(line)
                .containsEntry("who", System.getProperty("user.name"))
                .containsEntry("from", "cli")
                .containsEntry("role", "administrator")
                .containsKey("when"));
    assertThat(weir.run("audit", "verify").code()).isZero();
  }

  @Test
  void tellsChangesOfSecretsAndNoneOfThem() throws IOException {
    weir.typing("hush-hush\n", "secret", "set", "nurse");
    weir.typing(
        "hush-too\n",
        "database",
        "add",
        "mine",
        "postgresql://app@127.0.0.1/mine",
        "--password-stdin");
    weir.run("secret", "rotate");
    weir.run("secret", "remove", "nurse", "--yes");
    weir.run("secret", "remove", "nobody", "--yes");

    assertThat(lines())
        .extracting(line -> line.get("what") + " " + line.get("where") + " " + line.get("result"))
        .containsExactly(
            "secret set nurse done",
            "secret set databases/mine done",
            "database add [url, password] mine done",
            "secret rotate all done",
            "secret remove nurse done",
            "secret remove nobody WEIR-005");
    assertThat(Files.readString(file())).doesNotContain("hush");
  }

  private List<Map<String, Object>> lines() throws IOException {
    return Files.readAllLines(file()).stream().map(Json::object).toList();
  }

  private Path file() {
    return folder.resolve("home/audit/cli.jsonl");
  }
}
