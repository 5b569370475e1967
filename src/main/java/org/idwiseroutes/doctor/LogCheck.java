package org.idwiseroutes.doctor;

import java.time.Duration;
import java.util.List;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.log.KafkaClients;
import org.idwiseroutes.log.LogTopic;
import org.idwiseroutes.log.LogWriter;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The topic between the entrance and the database keeps what was answered 200. */
@Component
@Order(2)
class LogCheck implements Check {

  private static final String KEEPS = "keeps what was answered 200";
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** How long an outage of the database may last, with the time until somebody mends it. */
  private static final Duration LEAST_KEPT = Duration.ofDays(3);

  private final Environment settings;
  private final KafkaClients clients;

  LogCheck(Environment settings, KafkaClients clients) {
    this.settings = settings;
    this.clients = clients;
  }

  @Override
  public List<Finding> run() {
    String kind =
        settings.getProperty(StandIn.REAL_LOG, settings.getProperty("idwise.inbox.log", ""));
    if (!kind.equalsIgnoreCase("kafka")) {
      return List.of();
    }
    String topic = settings.getRequiredProperty("idwise.inbox.topic");
    String system = "the log, topic " + topic;
    try (LogTopic asked = new LogTopic(clients, topic, LONGEST)) {
      List<LogTopic.Risk> risks =
          asked.risks(
              settings.getRequiredProperty("idwise.inbox.group"),
              LogWriter.largest(
                  settings
                      .getRequiredProperty("idwise.webhook.max-body", DataSize.class)
                      .toBytes()),
              LEAST_KEPT,
              settings.getRequiredProperty("idwise.retention.finished", Duration.class));
      return risks.isEmpty()
          ? List.of(Finding.good(system, KEEPS, "its settings lose and repeat nothing"))
          : risks.stream()
              .map(risk -> Finding.bad(system, KEEPS, risk.what(), risk.advice()))
              .toList();
    } catch (RuntimeException e) {
      return List.of(
          Finding.bad(
              system,
              "takes events",
              String.valueOf(e.getMessage()),
              "create the topic, and let the nodes describe, read and write it; see kafka.brokers"));
    }
  }
}
