package org.idwiseroutes.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.ReachedFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the rules that stand in the folder would do, where they are not those that run. */
@Component
class FolderTrial {

  private static final Logger LOG = LoggerFactory.getLogger(FolderTrial.class);

  private final RouteFiles files;
  private final Checker checker;

  FolderTrial(RouteFiles files, Checker checker) {
    this.files = files;
    this.checker = checker;
  }

  /** The way of an event by them; null when the same rules run. */
  Course of(ObjectNode document) {
    try {
      RoutesSnapshot now = files.read();
      return rules(now.routes()).equals(rules(files.texts()))
          ? null
          : checker.way(Folder.of(now), document);
    } catch (Exception e) {
      LOG.debug("The rules of the folder cannot be tried", e);
      return Course.failed(StandIn.why(e), null);
    }
  }

  private static Map<String, String> rules(Map<String, String> files) {
    return ReachedFiles.from("outbox:decide", files);
  }
}
