package org.idwiseroutes.ops;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes down who logs in and out, and whose login fails: in the log, in the audit and in the
 * metric {@code idwise.operators.logins}. A call with HTTP Basic is no login.
 *
 * <p>Failures are written together every {@code idwise.ops.failed-logins-interval}, one line for a
 * name at an address with their number, so that nobody fills the audit by guessing. A name that
 * there is not is never written: it may be a password that was typed into the wrong field.
 */
@Component
class LoginRecords {

  private static final Logger LOG = LoggerFactory.getLogger(LoginRecords.class);

  private static final String METRIC = "idwise.operators.logins";
  private static final String UNKNOWN = "(unknown name)";
  private static final String FAILED = "failed login";
  private static final String CONSOLE = "console";
  private static final String PORT = "operators' port";
  private static final NameAtAddress OTHERS = new NameAtAddress(UNKNOWN, null);

  /** Lines of one interval; what comes beyond them shares the last one. */
  private static final int MOST_LINES = 50;

  private record NameAtAddress(String name, String address) {}

  private final Audit audit;
  private final MeterRegistry metrics;
  private Map<NameAtAddress, Integer> failures = new HashMap<>();

  LoginRecords(Audit audit, MeterRegistry metrics) {
    this.audit = audit;
    this.metrics = metrics;
    for (String outcome : new String[] {"succeeded", "failed", "braked", "busy", "issuer"}) {
      metrics.counter(METRIC, "outcome", outcome);
    }
  }

  @EventListener
  void loggedIn(InteractiveAuthenticationSuccessEvent event) {
    count("succeeded");
    write(event.getAuthentication(), "log in");
  }

  @EventListener
  void loggedOut(LogoutSuccessEvent event) {
    write(event.getAuthentication(), "log out");
  }

  /**
   * Counts a failed login.
   *
   * @param name null when there is no operator of this name
   */
  synchronized void failed(String name, String address) {
    count("failed");
    NameAtAddress both = new NameAtAddress(name == null ? UNKNOWN : name, address);
    if (!failures.containsKey(both) && failures.size() < MOST_LINES) {
      LOG.warn("A login of {} from {} failed", both.name(), address);
    }
    failures.merge(failures.size() < MOST_LINES ? both : known(both), 1, Integer::sum);
  }

  /** Counts a login that was not looked at: {@code braked} or {@code busy}. */
  void refused(String outcome) {
    count(outcome);
  }

  /** Writes the failures since the last time into the audit. */
  @Scheduled(
      initialDelayString = "${idwise.ops.failed-logins-interval}",
      fixedDelayString = "${idwise.ops.failed-logins-interval}")
  @PreDestroy
  void writeFailures() {
    Map<NameAtAddress, Integer> taken = take();
    taken.forEach(
        (both, number) -> {
          if (number > 1) {
            LOG.warn("{} logins of {} from {} failed", number, both.name(), from(both));
          }
          write(
              both.name(), both.address(), FAILED, PORT, number == 1 ? "once" : number + " times");
        });
  }

  private NameAtAddress known(NameAtAddress both) {
    return failures.containsKey(both) ? both : OTHERS;
  }

  private synchronized Map<NameAtAddress, Integer> take() {
    Map<NameAtAddress, Integer> taken = failures;
    failures = new HashMap<>();
    return taken;
  }

  private static String from(NameAtAddress both) {
    return both.address() == null ? "several addresses" : both.address();
  }

  private void write(Authentication person, String action) {
    String address =
        person.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : null;
    LOG.info("{}: {}, from {}", action, person.getName(), address);
    write(person.getName(), address, action, CONSOLE, null);
  }

  /** Whoever logs in while the database is away finds it in the log alone. */
  private void write(String name, String address, String action, String subject, String detail) {
    try {
      audit.record(new Actor(name, address, null), action, subject, detail);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The audit lacks \"{}\" of {}: {}", action, name, e.toString());
    }
  }

  private void count(String outcome) {
    metrics.counter(METRIC, "outcome", outcome).increment();
  }
}
