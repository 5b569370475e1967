package org.idwiseroutes.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.journey.JourneyProperties;
import org.springframework.stereotype.Component;

/** The events of all scenarios of a folder: what its team expects to come. */
@Component
class ScenarioEvents {

  private final Duration lateWindow;

  ScenarioEvents(JourneyProperties journeys) {
    this.lateWindow = journeys.lateWindow();
  }

  /** All of them; none of a scenario that is not well-formed. */
  List<Given> of(Folder folder) {
    List<Given> events = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      for (int i = 0; file.json().isArray() && i < file.json().size(); i++) {
        events.addAll(new Scenario(file, i).events(lateWindow));
      }
    }
    return events;
  }
}
