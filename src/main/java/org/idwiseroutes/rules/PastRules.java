package org.idwiseroutes.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Version;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.routes.RouteFiles;
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
  private final RouteFiles files;
  private final ApplicationContext application;
  private final Map<Integer, RulesContent> contents = new LinkedHashMap<>();
  private final Map<Integer, Stage> stages = new LinkedHashMap<>();

  PastRules(RulesVersions versions, RouteFiles files, ApplicationContext application) {
    this.files = files;
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
    Optional<RulesContent> then = content(version);
    boolean decidesAlike =
        then.isEmpty()
            || content(now)
                .map(RulesContent::deciding)
                .filter(then.get().deciding()::equals)
                .isPresent();
    return decidesAlike ? Optional.empty() : Optional.of(run(version, then.get(), document));
  }

  /** A version never changes. */
  private Optional<RulesContent> content(int version) {
    RulesContent known = contents.get(version);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<RulesContent> found = versions.content(version);
    found.ifPresent(
        content -> {
          contents.put(version, content);
          if (contents.size() > MOST_STAGES) {
            contents.remove(contents.keySet().iterator().next());
          }
        });
    return found;
  }

  /**
   * The routes of a version, to be run without effect and closed then; empty when it is no longer
   * kept.
   *
   * @throws Exception when its routes cannot be set up with the program of now
   */
  public Optional<Version> open(int version) throws Exception {
    Optional<RulesContent> content = versions.content(version);
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Version(
                Folder.of(content.get().snapshot()), application, content.get().knownSettings()));
  }

  /**
   * What runs on this node, to be run without effect and closed then.
   *
   * @throws Exception when its routes cannot be set up a second time
   */
  public Version openRunning() throws Exception {
    return new Version(Folder.of(files.running()), application, Map.of());
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
