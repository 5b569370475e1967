package org.idwiseroutes.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a delivery finds that does not come from its event.
 *
 * @param tickets the kinds of tickets that are open; null when that is not known: then none is when
 *     one is to be opened, and the first is when some are to be closed
 * @param answers what other systems answer, by id of the step that asks, in the place of what the
 *     folder says
 * @param statuses with which HTTP status they do, by the same; 200 for all else
 * @param replayed whether the delivery is replayed once what it asks for is needed no longer
 */
public record Circumstances(
    List<String> tickets,
    Map<String, JsonNode> answers,
    Map<String, Integer> statuses,
    boolean replayed) {

  /** None that is known. */
  public static final Circumstances NONE = new Circumstances(null, Map.of(), Map.of(), false);
}
