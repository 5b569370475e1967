package org.idwiseroutes.inbox;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.proof.Receipts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives a second receipt to what is changed by right, in the transaction that changes it. */
@Component
class RewrittenReceipts {

  private record Rewritten(UUID id, String receipt) {}

  private final JdbcClient jdbc;
  private final Receipts receipts;

  RewrittenReceipts(JdbcClient jdbc, Receipts receipts) {
    this.jdbc = jdbc;
    this.receipts = receipts;
  }

  /** Events whose payload was taken away or read anew. */
  void ofEvents(Collection<UUID> ids) {
    write(
        "event",
        jdbc.sql(
                """
                SELECT id, source, received_at, authenticated_as, payload, receipt FROM event
                WHERE id = ANY(:ids) AND receipt IS NOT NULL
                """)
            .param("ids", SqlArrays.ofIds(ids.stream()))
            .query(
                (row, number) ->
                    new Rewritten(
                        row.getObject("id", UUID.class),
                        receipts.ofRewritten(
                            row.getString("receipt"),
                            receipts.ofEvent(
                                row.getObject("id", UUID.class),
                                row.getString("source"),
                                SqlTime.get(row, "received_at"),
                                row.getString("authenticated_as"),
                                row.getString("payload")))))
            .list());
  }

  /** An operator's act in which a person was named. */
  void ofAct(UUID id) {
    write(
        "audit",
        jdbc.sql("SELECT * FROM audit WHERE id = :id AND receipt IS NOT NULL")
            .param("id", id)
            .query(
                (row, number) ->
                    new Rewritten(
                        id,
                        receipts.ofRewritten(
                            row.getString("receipt"),
                            receipts.ofAct(
                                id,
                                SqlTime.get(row, "at"),
                                row.getString("operator"),
                                row.getString("address"),
                                row.getString("action"),
                                row.getString("subject"),
                                row.getString("detail"),
                                row.getString("reason")))))
            .list());
  }

  private void write(String table, List<Rewritten> rows) {
    rows.forEach(
        row ->
            jdbc.sql("UPDATE %s SET rewritten = :rewritten WHERE id = :id".formatted(table))
                .param("rewritten", row.receipt())
                .param("id", row.id())
                .update());
  }
}
