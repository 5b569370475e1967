package org.idwiseroutes.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.jsonhttp.CallListener;
import org.idwiseroutes.outbox.OutboxVariables;
import org.idwiseroutes.privacy.MaskedJson;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.privacy.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The table {@code exchange_log}: what attempts asked of other systems by {@code json-http:}, and
 * what these answered. Secrets and what names a person are masked, texts are cut, and all goes
 * after {@code idwise.exchange-log.keep}, or with the person. An attempt never fails by it.
 */
@Component
public class ExchangeLog implements CallListener {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeLog.class);
  private static final int LONGEST_URL = 4_000;

  /** The variables that name the person or the case. */
  private static final List<String> NAMING =
      List.of("referenceNo", "journeyId", "journey", "customer", "whom", "whose", "label", "tag");

  /**
   * A request and its answer.
   *
   * @param series of the attempt; likewise {@code number}
   * @param status null when there was no answer
   * @param answer its body, or why there was none
   */
  public record Logged(
      UUID deliveryId,
      int series,
      int number,
      Instant at,
      long tookMs,
      String method,
      String url,
      String request,
      Integer status,
      String answer) {}

  private final ExchangeLogProperties properties;
  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Secrets secrets;
  private final ObjectMapper json;
  private final Clock clock;

  ExchangeLog(
      ExchangeLogProperties properties,
      JdbcClient jdbc,
      NoArgGenerator ids,
      Secrets secrets,
      ObjectMapper json,
      Clock clock) {
    this.properties = properties;
    this.jdbc = jdbc;
    this.ids = ids;
    this.secrets = secrets;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public boolean isOn() {
    return properties.enabled();
  }

  /** Of a delivery that is there no more, as its person was erased meanwhile, nothing is kept. */
  @Override
  public void called(Exchange exchange, Call call) {
    try {
      String delivery = exchange.getVariable(OutboxVariables.DELIVERY_ID, String.class);
      if (delivery == null) {
        return;
      }
      List<String> names =
          NAMING.stream()
              .map(name -> exchange.getVariable(name, String.class))
              .filter(Objects::nonNull)
              .toList();
      jdbc.sql(
              """
              INSERT INTO exchange_log (id, delivery_id, series, number, at, took_ms, method, url,
                request, status, answer)
              SELECT :id, d.id, :series, :number, :at, :took, :method, :url, :request,
                CAST(:status AS INT), :answer
              FROM delivery d WHERE d.id = :delivery
              """)
          .param("id", ids.generate())
          .param("delivery", UUID.fromString(delivery))
          .param("series", exchange.getVariable(OutboxVariables.SERIES, Integer.class))
          .param("number", exchange.getVariable(OutboxVariables.ATTEMPT, Integer.class))
          .param("at", SqlTime.of(clock.instant().minus(call.took())))
          .param("took", call.took().toMillis())
          .param("method", call.method())
          .param("url", StoredText.of(secrets.hide(Masks.hide(call.url(), names)), LONGEST_URL))
          .param("request", shown(call.request(), names))
          .param("status", call.status())
          .param(
              "answer",
              call.status() == null
                  ? StoredText.of(secrets.hide(Masks.hide(call.answer(), names)), LONGEST_URL)
                  : shown(call.answer(), names))
          .update();
    } catch (DataAccessException | TransactionException | IllegalArgumentException e) {
      LOG.warn("What was asked is not in the exchange log: {}", e.toString());
    }
  }

  /** What is no JSON has no fields that say what names a person: only its length is kept. */
  private String shown(String text, List<String> names) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    String masked = masked(text);
    return masked == null
        ? "(no JSON, %,d characters)".formatted(text.length())
        : StoredText.of(
            secrets.hide(Masks.hide(masked, names)), (int) properties.maxText().toBytes());
  }

  private String masked(String text) {
    try {
      JsonNode node = json.readTree(text);
      return node.isContainerNode() ? json.writeValueAsString(MaskedJson.of(node)) : null;
    } catch (JsonProcessingException noJson) {
      return null;
    }
  }

  /** What was asked for these deliveries, in order, by delivery. */
  public Map<UUID, List<Logged>> of(Collection<UUID> deliveries) {
    return jdbc
        .sql(
            """
            SELECT delivery_id, series, number, at, took_ms, method, url, request, status, answer
            FROM exchange_log WHERE delivery_id = ANY(:ids) ORDER BY at, id
            """)
        .param("ids", SqlArrays.ofIds(deliveries.stream()))
        .query(
            (row, number) ->
                new Logged(
                    row.getObject("delivery_id", UUID.class),
                    row.getInt("series"),
                    row.getInt("number"),
                    SqlTime.get(row, "at"),
                    row.getLong("took_ms"),
                    row.getString("method"),
                    row.getString("url"),
                    row.getString("request"),
                    row.getObject("status", Integer.class),
                    row.getString("answer")))
        .list()
        .stream()
        .collect(Collectors.groupingBy(Logged::deliveryId));
  }

  /** Forgets what has been kept for long enough. */
  void tidy() {
    jdbc.sql("DELETE FROM exchange_log WHERE at < :limit")
        .param("limit", SqlTime.of(clock.instant().minus(properties.keep())))
        .update();
  }
}
