package org.idwiseroutes.wiring;

import java.util.Map;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Runs the live rules of {@code decide} without any effect and tells which way an event takes. */
@Component
public class Rehearsal implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private final RouteFiles files;
  private final ApplicationContext application;
  private Stage stage;
  private long version;

  Rehearsal(RouteFiles files, ApplicationContext application) {
    this.files = files;
    this.application = application;
  }

  /** The way of an event with these variables (those that {@code decide} sets) and no body. */
  public Course of(Map<String, Object> variables) {
    return of(variables, Stage.NOTHING);
  }

  /**
   * The way of an event.
   *
   * @param variables those that {@code decide} sets
   * @param document the body that {@code decide} makes of it
   */
  public synchronized Course of(Map<String, Object> variables, String document) {
    try {
      if (stage == null || version != files.version()) {
        destroy();
        version = files.version();
        stage = new Stage(Stage.DECIDE, files.texts(), Map.of(), application, Map.of());
      }
      return stage.of(variables, document);
    } catch (Exception e) {
      LOG.warn("The rules of decide cannot be rehearsed: {}", e.toString());
      return Course.failed(e.toString(), null);
    }
  }

  @Override
  public synchronized void destroy() {
    if (stage != null) {
      stage.close();
      stage = null;
    }
  }
}
