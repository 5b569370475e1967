package org.idwiseroutes.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.idwiseroutes.privacy.Secrets;
import org.springframework.stereotype.Component;

/** Says what is wrong with the installation and the systems around it, and what to do about it. */
@Component
public class Doctor {

  /** Who asks again so soon gets the same answer: each check is a call to somebody. */
  private static final Duration SAME_ANSWER = Duration.ofSeconds(5);

  private final List<Check> checks;
  private final Secrets secrets;
  private final Clock clock;
  private Instant askedAt = Instant.EPOCH;
  private List<Finding> findings = List.of();

  Doctor(List<Check> checks, Secrets secrets, Clock clock) {
    this.checks = checks;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Runs all checks, one after another; no text of theirs holds a secret. */
  public synchronized List<Finding> examine() {
    Instant now = clock.instant();
    if (askedAt.plus(SAME_ANSWER).isBefore(now)) {
      findings = checks.stream().flatMap(this::run).map(this::withoutSecrets).toList();
      askedAt = clock.instant();
    }
    return findings;
  }

  private Stream<Finding> run(Check check) {
    try {
      return check.run().stream();
    } catch (RuntimeException e) {
      String name = check.getClass().getSimpleName();
      return Stream.of(Finding.bad(name, "can be checked", e.toString(), "see the log"));
    }
  }

  private Finding withoutSecrets(Finding finding) {
    return new Finding(
        finding.system(),
        finding.check(),
        finding.ok(),
        finding.detail() == null ? null : secrets.hide(finding.detail()),
        finding.advice() == null ? null : secrets.hide(finding.advice()));
  }
}
