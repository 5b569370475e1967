package org.idwiseroutes.console;

import java.util.List;
import java.util.Objects;
import org.idwiseroutes.webhook.Refusal;
import org.idwiseroutes.webhook.SourceStatus;

/**
 * The three steps to the first event.
 *
 * @param called somebody has called the address
 * @param authenticated with the right credentials
 * @param tested by the portal's button
 */
public record Beginning(boolean called, boolean authenticated, boolean tested) {

  static Beginning of(List<SourceStatus> sources, List<Refusal> refusals) {
    boolean tested = sources.stream().map(SourceStatus::lastTestAt).anyMatch(Objects::nonNull);
    boolean authenticated =
        tested
            || sources.stream()
                .flatMap(source -> source.secrets().stream())
                .anyMatch(secret -> secret.lastUsedAt() != null);
    return new Beginning(authenticated || !refusals.isEmpty(), authenticated, tested);
  }
}
