package org.idwiseroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.idwiseroutes.inbox.PastEvents;

/** Those of a running node, by its API. */
final class NodeEvents implements PastEvents {

  private static final String PATH = "/api/decided-events";

  private final NodeApi node;

  NodeEvents(NodeApi node) {
    this.node = node;
  }

  @Override
  public void each(Instant since, Consumer<ObjectNode> consumer) {
    String after = "";
    JsonNode page;
    do {
      page = list("?since=" + since + after);
      for (JsonNode event : page) {
        consumer.accept((ObjectNode) event);
        after = "&after=" + event.path("id").asText();
      }
    } while (!page.isEmpty());
  }

  @Override
  public Optional<ObjectNode> find(UUID id) {
    Optional<JsonNode> event = node.get(PATH + "/" + id);
    if (event.isEmpty()) {
      list("?since=" + Instant.now()); // 404 is what a wrong address answers as well
    }
    return event.map(ObjectNode.class::cast);
  }

  private JsonNode list(String what) {
    return node.get(PATH + what)
        .filter(JsonNode::isArray)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    node.url()
                        + PATH
                        + " is no address of a node's API: --node names its operators' port, such as http://localhost:8081"));
  }
}
