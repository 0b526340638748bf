package dev.weir.operations.notify;

import dev.weir.api.Failed;
import dev.weir.api.Secret;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.operations.notify.Channel.Mail.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Hands notices to a mail server. */
final class MailPost {
  private final Duration answer;

  MailPost(Duration answer) {
    this.answer = answer;
  }

  void send(Notice notice, Channel.Mail channel) {
    Session session = Session.getInstance(settings(channel));
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = message(session, notice, channel);
      Secret password = channel.password();
      transport.connect(channel.user(), password == null ? null : password.reveal());
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException e) {
      throw told(channel, e);
    }
  }

  /** The keys of the mail library, see the package documentation of its smtp provider. */
  private Properties settings(Channel.Mail channel) {
    String patience = Long.toString(answer.toMillis());
    Properties settings = new Properties();
    settings.put("mail.smtp.host", channel.host());
    settings.put("mail.smtp.port", Integer.toString(channel.port()));
    settings.put("mail.smtp.auth", Boolean.toString(channel.user() != null));
    settings.put("mail.smtp.ssl.enable", Boolean.toString(channel.security() == Security.TLS));
    settings.put(
        "mail.smtp.starttls.required", Boolean.toString(channel.security() == Security.STARTTLS));
    settings.put(
        "mail.smtp.starttls.enable", Boolean.toString(channel.security() == Security.STARTTLS));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.connectiontimeout", patience);
    settings.put("mail.smtp.timeout", patience);
    settings.put("mail.smtp.writetimeout", patience);
    return settings;
  }

  private static MimeMessage message(Session session, Notice notice, Channel.Mail channel)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(channel.from()));
    for (String to : channel.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(MailText.subject(notice), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notice.at()));
    message.setHeader("X-Weir-Event", notice.event());
    message.setHeader("X-Weir-Notice", notice.id());
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(MailText.plain(notice), StandardCharsets.UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(MailText.html(notice), StandardCharsets.UTF_8.name(), "html");
    message.setContent(with(notice.page(), new MimeMultipart("alternative", plain, html)));
    return message;
  }

  /** The words, and behind them the page as a file, which a browser shows as it was made. */
  private static MimeMultipart with(Notice.@Nullable Page page, MimeMultipart words)
      throws MessagingException {
    if (page == null) {
      return words;
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setContent(words);
    MimeBodyPart file = new MimeBodyPart();
    file.setText(page.html(), StandardCharsets.UTF_8.name(), "html");
    file.setDisposition(Part.ATTACHMENT);
    file.setFileName(page.name());
    return new MimeMultipart("mixed", text, file);
  }

  private static WeirException told(Channel.Mail channel, MessagingException error) {
    String what =
        "Channel " + channel.name() + ": " + channel.describe() + ": " + error.getMessage();
    return lasting(error)
        ? Failed.because(NotifyError.REFUSED, what, error)
        : Unavailable.because(NotifyError.NOT_REACHED, what, error);
  }

  /** By RFC 5321 an answer that begins with 5 stays the same when it is asked again. */
  private static boolean lasting(MessagingException error) {
    if (error instanceof AuthenticationFailedException) {
      return true;
    }
    for (Exception cause = error; cause instanceof MessagingException told; ) {
      if (told instanceof SendFailedException
          && String.valueOf(told.getMessage()).strip().matches("(?s)5\\d\\d.*")) {
        return true;
      }
      cause = told.getNextException();
    }
    return String.valueOf(error.getMessage()).contains("STARTTLS is required");
  }
}
