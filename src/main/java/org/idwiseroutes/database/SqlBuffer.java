package org.idwiseroutes.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gathers the writes of a transaction that runs many routes and sends them before its commit, all
 * of one statement in one round trip. Only for writes whose result nobody reads within the
 * transaction and whose order among different statements does not matter.
 */
@Component
public class SqlBuffer {

  private final NamedParameterJdbcOperations jdbc;

  SqlBuffer(NamedParameterJdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins to gather in the present transaction; until then writes go out at once. */
  public void open() {
    Map<String, List<SqlParameterSource>> writes = new LinkedHashMap<>();
    TransactionSynchronizationManager.bindResource(this, writes);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            writes.forEach(
                (sql, rows) -> jdbc.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new)));
          }

          @Override
          public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(SqlBuffer.this);
          }
        });
  }

  /** Writes now, or before the commit when gathering. */
  public void write(String sql, SqlParameterSource row) {
    @SuppressWarnings("unchecked")
    Map<String, List<SqlParameterSource>> writes =
        (Map<String, List<SqlParameterSource>>) TransactionSynchronizationManager.getResource(this);
    if (writes == null) {
      jdbc.update(sql, row);
    } else {
      writes.computeIfAbsent(sql, any -> new ArrayList<>()).add(row);
    }
  }
}
