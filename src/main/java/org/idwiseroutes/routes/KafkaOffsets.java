package org.idwiseroutes.routes;

import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.springframework.stereotype.Component;

/** Commits offsets, for use in routes as {@code bean: kafkaOffsets}. */
@Component("kafkaOffsets")
public class KafkaOffsets {

  /** The record of the exchange, and those before it in its partition, need not come again. */
  public void commit(@Header(KafkaConstants.MANUAL_COMMIT) KafkaManualCommit commit) {
    commit.commit();
  }
}
