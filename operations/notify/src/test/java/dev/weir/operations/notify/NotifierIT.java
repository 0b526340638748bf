package dev.weir.operations.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NotifierIT {
  private static final Patience QUICK =
      new Patience(4, Duration.ofMillis(20), Duration.ofSeconds(10));

  private final Notifier notifier = new Notifier(QUICK);
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    mail.start();
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    mail.stop();
    receiver.close();
  }

  private static Notice notice() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("repository", "s3://backups <main>");
    facts.put("duration", "12 s");
    return new Notice(
        "n-1",
        "backup.failed",
        Notice.Severity.CRITICAL,
        "Backup of clinic\r\nBcc: all@example.org failed – Ärger",
        "The disk is full.\nNext: weir backup prune clinic --dry-run & see <here>.",
        "clinic",
        facts,
        URI.create("https://weir.example.org/operations/1"),
        Instant.parse("2026-01-02T03:04:05Z"));
  }

  private Channel mailTo(String to, String user) {
    return ChannelUrl.parse(
        "mail",
        Secret.of(
            "smtp://%s127.0.0.1:%d?tls=none&from=weir@example.org&to=%s"
                .formatted(user, mail.getSmtp().getPort(), to)));
  }

  private static WeirException error(Delivery delivery) {
    return Objects.requireNonNull(delivery.error(), "it arrived");
  }

  private Channel channel(String scheme) {
    return ChannelUrl.parse("ops", Secret.of(receiver.address(scheme)));
  }

  @Test
  void mailArrivesWithBothBodiesAtEveryAddress() throws Exception {
    List<Delivery> ended =
        notifier.send(notice(), List.of(mailTo("a@example.org,b@example.org", "")));

    assertThat(ended).allMatch(Delivery::arrived);
    assertThat(mail.waitForIncomingEmail(10_000, 2)).isTrue();
    MimeMessage message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject())
        .isEqualTo("[Weir] Backup of clinic Bcc: all@example.org failed – Ärger");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getHeader("X-Weir-Event")).containsExactly("backup.failed");
    MimeMultipart bodies = (MimeMultipart) message.getContent();
    assertThat(bodies.getBodyPart(0).getContent().toString())
        .contains("The disk is full.", "repository  s3://backups <main>", "duration    12 s");
    assertThat(bodies.getBodyPart(1).getContent().toString())
        .contains("s3://backups &lt;main&gt;", "--dry-run &amp; see &lt;here&gt;");
  }

  @Test
  void mailSignsInAndSaysWhenThePasswordIsWrong() {
    mail.setUser("weir@example.org", "weir", "right/+ %");

    Delivery right =
        notifier
            .send(notice(), List.of(mailTo("a@example.org", "weir:right%2F+%20%25@")))
            .getFirst();
    Delivery wrong =
        notifier.send(notice(), List.of(mailTo("a@example.org", "weir:wrong@"))).getFirst();

    assertThat(right.error()).isNull();
    assertThat(error(wrong).code()).isEqualTo(NotifyError.REFUSED);
    assertThat(wrong.attempts()).isEqualTo(1);
    assertThat(error(wrong).getMessage()).doesNotContain("wrong");
  }

  @Test
  void mailIsNotSentInTheClearUnlessAsked() {
    Channel careful =
        ChannelUrl.parse(
            "mail",
            Secret.of(
                "smtp://127.0.0.1:%d?from=weir@example.org&to=a@example.org"
                    .formatted(mail.getSmtp().getPort())));

    Delivery delivery = notifier.send(notice(), List.of(careful)).getFirst();

    assertThat(error(delivery).code()).isEqualTo(NotifyError.REFUSED);
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void mailIsTriedAgainUntilTheServerIsThere() throws Exception {
    int port = mail.getSmtp().getPort();
    Channel channel = mailTo("a@example.org", "");
    mail.stop();
    Thread.ofVirtual()
        .start(() -> {
          GreenMail later = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
          later.start();
        });

    Delivery delivery =
        new Notifier(new Patience(50, Duration.ofMillis(50), Duration.ofSeconds(5)))
            .send(notice(), List.of(channel))
            .getFirst();

    assertThat(delivery.error()).isNull();
  }

  @Test
  void webhookIsSignedAndTheSameNoticeHasTheSameId() throws Exception {
    byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    String spelled = "whsec_" + Base64.getEncoder().encodeToString(key);
    String address =
        receiver.address("http").replace("://", "://" + spelled.replace("=", "%3D") + "@");
    receiver.answer(503, "not now");

    Delivery delivery =
        notifier.send(notice(), List.of(ChannelUrl.parse("hook", Secret.of(address)))).getFirst();

    assertThat(delivery.arrived()).isTrue();
    assertThat(delivery.attempts()).isEqualTo(2);
    assertThat(receiver.received()).hasSize(2);
    for (Receiver.Received each : receiver.received()) {
      assertThat(each.header("webhook-id")).isEqualTo("n-1");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signed =
          mac.doFinal(
              ("n-1." + each.header("webhook-timestamp") + "." + each.body())
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(each.header("webhook-signature"))
          .isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
    }
    JsonNode body = JsonMapper.shared().readTree(receiver.received().getFirst().body());
    assertThat(body.get("type").asString()).isEqualTo("backup.failed");
    assertThat(body.get("facts").get("duration").asString()).isEqualTo("12 s");
  }

  @Test
  void slackAndTeamsGetTheirOwnShapes() {
    List<Delivery> ended =
        notifier.send(notice(), List.of(channel("slack+http"), channel("teams+http")));

    assertThat(ended).allMatch(Delivery::arrived);
    List<String> bodies = receiver.received().stream().map(Receiver.Received::body).toList();
    assertThat(bodies)
        .anyMatch(body -> body.contains("\"mrkdwn\"") && body.contains("&lt;here&gt;"));
    assertThat(bodies)
        .anyMatch(body ->
            body.contains("application/vnd.microsoft.card.adaptive") && body.contains("FactSet"));
  }

  @Test
  void aRefusalIsNotTriedAgainAndSaysWhatTheReceiverSaid() {
    receiver.answer(403, "invalid_token");

    Delivery delivery = notifier.send(notice(), List.of(channel("slack+http"))).getFirst();

    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(error(delivery).code()).isEqualTo(NotifyError.REFUSED);
    assertThat(error(delivery).getMessage())
        .contains("403", "invalid_token")
        .doesNotContain("hidden");
  }

  @Test
  void aRedirectIsNotFollowed() {
    receiver.answer(302, "", "Location", receiver.address("http"));

    Delivery delivery = notifier.send(notice(), List.of(channel("http"))).getFirst();

    assertThat(delivery.arrived()).isFalse();
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void aReceiverThatCutsOrIsBusyIsTriedAgainAndGivenUpInTheEnd() {
    receiver.answer(0, "");
    receiver.answer(429, "", "Retry-After", "1");
    receiver.answer(500, "");
    receiver.answer(502, "");

    Delivery delivery = notifier.send(notice(), List.of(channel("teams+http"))).getFirst();

    assertThat(delivery.attempts()).isEqualTo(4);
    assertThat(error(delivery).code()).isEqualTo(NotifyError.NOT_REACHED);
  }

  @Test
  void oneChannelThatFailsDoesNotKeepTheOthersFromTheirs() {
    Channel nowhere = ChannelUrl.parse("gone", Secret.of("http://127.0.0.1:1/hook"));

    List<Delivery> ended = notifier.send(notice(), List.of(nowhere, channel("http")));

    assertThat(ended).extracting(Delivery::arrived).containsExactly(false, true);
  }
}
