package org.idwiseroutes.webhook;

import java.util.ArrayList;
import java.util.List;

/** How what a request brings compares with what a source asks for. */
final class CredentialMatch {

  private final List<String> used = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  void use(Secret secret) {
    used.add(secret.setting());
  }

  void fail(String reason) {
    failures.add(reason);
  }

  boolean matches() {
    return failures.isEmpty();
  }

  /** The settings of the secrets that were sent. */
  List<String> used() {
    return used;
  }

  /** What is wrong, in words without secrets. */
  String failure() {
    return String.join("; ", failures);
  }
}
