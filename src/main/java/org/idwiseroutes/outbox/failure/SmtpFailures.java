package org.idwiseroutes.outbox.failure;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Answers of mail servers (RFC 5321, 4.2).
 *
 * <p>Of a recipient (RCPT): 5xx is final for that recipient, 4xx is tried again, and neither is the
 * server's fault. Of the mail (DATA): 5xx is final for the delivery. The sender's address (MAIL)
 * and the login concern every mail, as 421 does: the server's. A connection that is lost is no
 * answer and left to {@link ConnectionFailures}.
 */
@Component
@Order(30)
class SmtpFailures implements FailureClassifier {

  private static final int CLOSING = 421;
  private static final int NO_SPACE = 452;
  private static final int TOO_LARGE = 552;
  private static final int LOGIN_REFUSED = 535;

  /** Login needed, too weak or only over TLS (RFC 4954, 6), and no service (RFC 5321). */
  private static final Set<Integer> OF_THE_SERVER = Set.of(CLOSING, NO_SPACE, 530, 534, 535, 538);

  private static final int MOST_NAMED = 20;

  @Override
  public Optional<Failure> classify(Throwable thrown) {
    for (Throwable cause : Causes.of(thrown)) {
      if (cause instanceof AuthenticationFailedException) {
        return Optional.of(answered(LOGIN_REFUSED, cause, Retry.AS_SET, Fault.DESTINATION));
      }
      if (cause instanceof AddressException) {
        return Optional.of(
            Failure.of("no address of a mailbox: " + cause.getMessage(), Retry.NEVER, Fault.ROUTE));
      }
      if (cause instanceof MessagingException messaging) {
        Optional<Failure> failure = classify(messaging);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Failure> classify(MessagingException thrown) {
    List<MessagingException> chain = chain(thrown);
    for (MessagingException one : chain) {
      if (one instanceof SMTPSenderFailedException sender) {
        boolean tooLarge = sender.getReturnCode() == TOO_LARGE;
        return Optional.of(
            answered(
                sender.getReturnCode(),
                sender,
                tooLarge ? Retry.NEVER : Retry.AS_SET,
                tooLarge ? Fault.DELIVERY : Fault.DESTINATION));
      }
    }
    List<SMTPAddressFailedException> refused =
        chain.stream()
            .filter(SMTPAddressFailedException.class::isInstance)
            .map(SMTPAddressFailedException.class::cast)
            .toList();
    boolean broken = chain.stream().anyMatch(one -> one.getCause() instanceof IOException);
    if (broken && refused.isEmpty()) {
      return Optional.empty();
    }
    Optional<SMTPSendFailedException> ofTheMail =
        chain.stream()
            .filter(SMTPSendFailedException.class::isInstance)
            .map(SMTPSendFailedException.class::cast)
            .filter(failed -> failed.getReturnCode() >= 400 || failed.getReturnCode() < 0)
            .findFirst();
    boolean closed =
        refused.stream().anyMatch(one -> one.getReturnCode() < 0)
            || ofTheMail.filter(failed -> failed.getReturnCode() < 0).isPresent();
    if (broken || closed) {
      return Optional.of(
          Failure.of("the connection was lost: " + said(thrown), Retry.AS_SET, Fault.DESTINATION));
    }
    if (ofTheMail.isPresent()) {
      return ofTheMail.map(failed -> ofTheMail(failed.getReturnCode(), failed, refused));
    }
    return refused.isEmpty()
        ? Optional.empty()
        : Optional.of(ofRecipients(refused, reached(chain)));
  }

  /** What is said of the mail concerns all; who was refused is named beside it. */
  private static Failure ofTheMail(
      int code, MessagingException failed, List<SMTPAddressFailedException> refused) {
    boolean server = OF_THE_SERVER.contains(code);
    String words =
        refused.isEmpty()
            ? said(failed)
            : "%s; recipients refused: %s".formatted(said(failed), named(refused));
    return new Failure(
        "SMTP %d: %s".formatted(code, words),
        "SMTP " + code,
        code >= 500 && !server ? Retry.NEVER : Retry.AS_SET,
        server ? Fault.DESTINATION : Fault.DELIVERY);
  }

  /**
   * Refused ones, while the others have the mail or are waiting for it. Once nobody is left who may
   * still get it, the delivery is over: done when somebody has it, dead when nobody has.
   */
  private static Failure ofRecipients(List<SMTPAddressFailedException> refused, boolean reached) {
    Optional<SMTPAddressFailedException> closing =
        refused.stream().filter(one -> OF_THE_SERVER.contains(one.getReturnCode())).findFirst();
    boolean waiting = refused.stream().anyMatch(one -> one.getReturnCode() < 500);
    if (closing.isPresent() && !reached) {
      return answered(
          closing.get().getReturnCode(), closing.get(), Retry.AS_SET, Fault.DESTINATION);
    }
    String codes =
        refused.stream()
            .map(one -> Integer.toString(one.getReturnCode()))
            .distinct()
            .collect(Collectors.joining(", "));
    return new Failure(
        "SMTP %s, recipients refused: %s".formatted(codes, named(refused)),
        "SMTP %s, recipients refused".formatted(codes),
        waiting ? Retry.AS_SET : Retry.NEVER,
        Fault.RECIPIENT,
        Duration.ZERO,
        reached && !waiting);
  }

  private static String named(List<SMTPAddressFailedException> refused) {
    String named =
        refused.stream()
            .limit(MOST_NAMED)
            .map(one -> "%s (%s)".formatted(one.getAddress().getAddress(), said(one)))
            .collect(Collectors.joining("; "));
    return refused.size() > MOST_NAMED
        ? "%s and %d more".formatted(named, refused.size() - MOST_NAMED)
        : named;
  }

  private static boolean reached(List<MessagingException> chain) {
    return chain.stream()
        .filter(SendFailedException.class::isInstance)
        .map(one -> ((SendFailedException) one).getValidSentAddresses())
        .anyMatch(sent -> sent != null && sent.length > 0);
  }

  private static Failure answered(int code, Throwable failed, Retry retry, Fault fault) {
    return new Failure("SMTP %d: %s".formatted(code, said(failed)), "SMTP " + code, retry, fault);
  }

  private static String said(Throwable failed) {
    return String.valueOf(failed.getMessage()).strip();
  }

  /** Jakarta Mail chains what happened with several recipients beside the causes. */
  private static List<MessagingException> chain(MessagingException thrown) {
    List<MessagingException> chain = new ArrayList<>();
    Exception one = thrown;
    while (one instanceof MessagingException messaging && !chain.contains(messaging)) {
      chain.add(messaging);
      one = messaging.getNextException();
    }
    return chain;
  }
}
