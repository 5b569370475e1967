package org.idwiseroutes.routes;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The table {@code mail_reached}: who has a mail of which another recipient is still to be tried,
 * so that the next attempt sends it to nobody twice.
 */
@Component
class MailRecipients {

  private static final Logger LOG = LoggerFactory.getLogger(MailRecipients.class);

  /** Longer than any delivery is tried. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Clock clock;

  MailRecipients(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Those who do not have it yet. */
  Address[] left(MimeMessage mail) throws MessagingException {
    return recipients(mail, false);
  }

  /** Those who have it, though others do not. */
  Address[] reached(MimeMessage mail) throws MessagingException {
    return recipients(mail, true);
  }

  private Address[] recipients(MimeMessage mail, boolean haveIt) throws MessagingException {
    Set<String> reached =
        new HashSet<>(
            jdbc.sql("SELECT recipient FROM mail_reached WHERE message_id = :id")
                .param("id", mail.getMessageID())
                .query(String.class)
                .list());
    return Arrays.stream(mail.getAllRecipients())
        .filter(one -> reached.contains(mailbox(one)) == haveIt)
        .toArray(Address[]::new);
  }

  /** Remembers who has it when others do not. */
  void remember(MimeMessage mail, SendFailedException thrown) throws MessagingException {
    Address[] sent = thrown.getValidSentAddresses();
    for (Address one : sent == null ? new Address[0] : sent) {
      jdbc.sql(
              """
              INSERT INTO mail_reached (message_id, recipient, at) VALUES (:id, :recipient, :now)
              ON CONFLICT DO NOTHING
              """)
          .param("id", mail.getMessageID())
          .param("recipient", mailbox(one))
          .param("now", clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
  void forget() {
    try {
      jdbc.sql("DELETE FROM mail_reached WHERE at < :before")
          .param("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
          .update();
    } catch (DataAccessException e) {
      LOG.debug("Recipients of mails are forgotten in a while", e);
    }
  }

  private static String mailbox(Address address) {
    String text = address instanceof InternetAddress one ? one.getAddress() : address.toString();
    return text.toLowerCase(Locale.ROOT);
  }
}
