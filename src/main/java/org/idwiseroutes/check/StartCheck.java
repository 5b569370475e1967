package org.idwiseroutes.check;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs what is wrong with the routes that have just been started, beside everything else. */
@Component
@ConditionalOnProperty("idwise.routes.check-at-start")
class StartCheck {

  private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

  private final Checker checker;
  private final Path folder;
  private volatile boolean ended;

  StartCheck(Checker checker, @Value("${idwise.routes.directory}") Path folder) {
    this.checker = checker;
    this.folder = folder;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread thread = new Thread(this::check, "check-at-start");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private void check() {
    try {
      Report report = checker.check(folder);
      if (ended) {
        return;
      }
      report.errors().forEach(problem -> LOG.warn("{}", problem));
      report
          .warnings()
          .forEach(
              problem ->
                  LOG.atLevel(UnusedSettingsCheck.isFrom(problem) ? Level.WARN : Level.INFO)
                      .log("{}", problem));
    } catch (IOException | RuntimeException e) {
      if (!ended) {
        LOG.warn("The folder {} cannot be checked: {}", folder, e.toString());
      }
    }
  }

  /** What a check finds while its beans end is not true. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    ended = true;
  }
}
