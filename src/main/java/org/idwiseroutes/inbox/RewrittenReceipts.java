package org.idwiseroutes.inbox;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.proof.Receipts;
import org.idwiseroutes.proof.SealTable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives a second receipt to what is changed by right, in the transaction that changes it. */
@Component
class RewrittenReceipts {

  private static final String SELECT =
      "SELECT * FROM %s WHERE id = ANY(:ids) AND receipt IS NOT NULL";

  private record Rewritten(UUID id, String receipt) {}

  private final JdbcClient jdbc;
  private final Receipts receipts;

  RewrittenReceipts(JdbcClient jdbc, Receipts receipts) {
    this.jdbc = jdbc;
    this.receipts = receipts;
  }

  /** Events whose payload was taken away or read anew. */
  void ofEvents(Collection<UUID> ids) {
    write(SealTable.EVENT, ids);
  }

  /** An operator's act in which a person was named. */
  void ofAct(UUID id) {
    write(SealTable.AUDIT, List.of(id));
  }

  private void write(String table, Collection<UUID> ids) {
    List<Rewritten> rows =
        jdbc.sql(SELECT.formatted(table))
            .param("ids", SqlArrays.ofIds(ids.stream()))
            .query(
                (row, number) ->
                    new Rewritten(
                        row.getObject("id", UUID.class),
                        receipts.ofRewritten(
                            row.getString("receipt"),
                            table.equals(SealTable.EVENT)
                                ? receipts.ofEvent(row)
                                : receipts.ofAct(row))))
            .list();
    rows.forEach(
        row ->
            jdbc.sql("UPDATE %s SET rewritten = :rewritten WHERE id = :id".formatted(table))
                .param("rewritten", row.receipt())
                .param("id", row.id())
                .update());
  }
}
