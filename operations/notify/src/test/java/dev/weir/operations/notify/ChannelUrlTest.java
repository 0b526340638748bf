package dev.weir.operations.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.operations.notify.Channel.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelUrlTest {
  private static Channel parse(String url) {
    return ChannelUrl.parse("ops", Secret.of(url));
  }

  @Test
  void mailTakesThePortOfItsSecurityAndDecodesItsParts() {
    Mail mail =
        (Mail)
            parse(
                "smtps://me%40example.org:s%3Acret@mail.example.org?from=w@x.org&to=a@x.org,%20b@x.org");

    assertThat(mail.port()).isEqualTo(465);
    assertThat(mail.security()).isEqualTo(Mail.Security.TLS);
    assertThat(mail.user()).isEqualTo("me@example.org");
    assertThat(mail.password()).isEqualTo(Secret.of("s:cret"));
    assertThat(mail.to()).containsExactly("a@x.org", "b@x.org");
    assertThat(((Mail) parse("smtp://m.x.org?from=w@x.org&to=a@x.org")).port()).isEqualTo(587);
  }

  @ParameterizedTest
  @CsvSource({
    "slack://hooks.slack.com/services/T/B/X, https://hooks.slack.com/services/T/B/X",
    "slack+http://localhost:1/x, http://localhost:1/x",
  })
  void slackKeepsItsPath(String url, String expected) {
    assertThat(((Channel.Slack) parse(url)).url()).isEqualTo(Secret.of(expected));
  }

  @Test
  void aKeyLeavesTheAddressOfTheWebhook() {
    Channel.Webhook hook = (Channel.Webhook) parse("https://whsec_abc@example.org/x?y=%20z");

    assertThat(hook.url()).isEqualTo(Secret.of("https://example.org/x?y=%20z"));
    assertThat(hook.key()).isEqualTo(Secret.of("whsec_abc"));
    assertThat(hook.toString()).doesNotContain("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret-word",
        "ftp://secret-word.org",
        "smtp://secret-word.org?from=a@b.c",
        "smtp://secret-word.org?to=a@b.c",
        "smtp://secret-word.org?from=a@b.c&to=nobody",
        "smtp://secret-word.org?from=a@b.c&to=a@b.c&tls=perhaps",
        "smtp://secret-word.org?from=a@b.c&to=a@b.c&form=x",
        "https://secret-word .org/",
        "https:///secret-word",
      })
  void whatIsWrongIsSaidWithoutTheUrl(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOfSatisfying(
            Rejected.class, error -> assertThat(error.code()).isEqualTo(NotifyError.BAD_CHANNEL))
        .hasMessageContaining("ops")
        .hasMessageNotContaining("secret-word");
  }
}
