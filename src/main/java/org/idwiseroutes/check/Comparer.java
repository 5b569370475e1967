package org.idwiseroutes.check;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.idwiseroutes.inbox.PastEvents;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Runs events of the past through two folders of routes, without any effect. */
@Component
public class Comparer {

  private final ApplicationContext application;

  Comparer(ApplicationContext application) {
    this.application = application;
  }

  /**
   * What the events that came since then would do otherwise: where they would go, and what the
   * routes of destinations would ask of other systems.
   *
   * @throws Exception when a folder has files that are no YAML, or its routes cannot be run
   */
  public Comparison compare(Folder before, Folder after, PastEvents events, Instant since)
      throws Exception {
    try (OngoingComparison comparison = begin(before, after)) {
      events.each(since, comparison::add);
      return comparison.found();
    }
  }

  /**
   * Begins a comparison without any event.
   *
   * @throws Exception when a folder has files that are no YAML, or its routes cannot be run
   */
  public OngoingComparison begin(Folder before, Folder after) throws Exception {
    Version old = version(before);
    try {
      return new OngoingComparison(old, version(after));
    } catch (Exception e) {
      old.close();
      throw e;
    }
  }

  private Version version(Folder folder) throws Exception {
    if (!folder.problems().isEmpty()) {
      throw new IOException(folder.problems().get(0).toString());
    }
    return new Version(folder, application, Map.of());
  }
}
