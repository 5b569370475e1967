package org.idwiseroutes.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** The way of an event by the rules of then, without any effect. Beans are those of now. */
@Component
public class PastRules implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(PastRules.class);
  private static final int MOST_STAGES = 3;

  private final RulesVersions versions;
  private final ApplicationContext application;
  private final Map<Integer, Stage> stages = new LinkedHashMap<>();

  PastRules(RulesVersions versions, ApplicationContext application) {
    this.versions = versions;
    this.application = application;
  }

  /**
   * By a version; empty when what decides is the same now, or that version is no longer kept.
   *
   * @param document what the rules read of the event
   */
  public synchronized Optional<Course> of(int version, ObjectNode document) {
    int now = versions.version();
    if (version == now) {
      return Optional.empty();
    }
    return versions
        .content(version)
        .filter(
            then ->
                versions.content(now).map(RulesContent::deciding).stream()
                    .noneMatch(then.deciding()::equals))
        .map(then -> run(version, then, document));
  }

  private Course run(int version, RulesContent content, ObjectNode document) {
    try {
      Stage stage = stages.remove(version);
      if (stage == null) {
        stage =
            new Stage(
                Stage.DECIDE,
                content.snapshot().routes(),
                content.snapshot().others(),
                application,
                content.knownSettings());
      }
      stages.put(version, stage);
      if (stages.size() > MOST_STAGES) {
        stages.remove(stages.keySet().iterator().next()).close();
      }
      return stage.of(DryDecide.variables(document), document.toString());
    } catch (Exception e) {
      LOG.debug("Version {} of the rules cannot be rehearsed", version, e);
      return Course.failed(e.toString(), null);
    }
  }

  @Override
  public synchronized void destroy() {
    stages.values().forEach(Stage::close);
    stages.clear();
  }
}
