package org.idwiseroutes.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    Gathering gathering = new Gathering();
    TransactionSynchronizationManager.bindResource(this, gathering);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            gathering.writes.values().forEach(Gathered::send);
          }

          @Override
          public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(SqlBuffer.this);
          }
        });
  }

  /** Notes that so many characters are to be written. */
  public void weigh(int characters) {
    Gathering gathering = gathering();
    if (gathering != null) {
      gathering.weight += characters;
    }
  }

  /** How many characters were noted since {@link #open}. */
  public long weight() {
    Gathering gathering = gathering();
    return gathering == null ? 0 : gathering.weight;
  }

  private Gathering gathering() {
    return (Gathering) TransactionSynchronizationManager.getResource(this);
  }

  /** Writes now, or before the commit when gathering. */
  public void write(String sql, SqlParameterSource row) {
    write(sql, row, rows -> jdbc.batchUpdate(sql, rows.toArray(SqlParameterSource[]::new)));
  }

  /** The same for an insert of many rows. */
  public <T> void write(ManyRows<T> insert, T row) {
    write(insert, row, rows -> insert.insert(jdbc, rows));
  }

  /**
   * The same for rows that are sent in a way of their own.
   *
   * @param statement stands for the way: rows with the same one are sent together
   */
  @SuppressWarnings("unchecked")
  public <T> void write(Object statement, T row, Consumer<List<T>> send) {
    Gathering gathering = gathering();
    if (gathering == null) {
      send.accept(List.of(row));
    } else {
      Gathered<T> gathered =
          (Gathered<T>) gathering.writes.computeIfAbsent(statement, first -> new Gathered<>(send));
      gathered.rows.add(row);
    }
  }

  private static final class Gathering {

    private final Map<Object, Gathered<?>> writes = new LinkedHashMap<>();
    private long weight;
  }

  private static final class Gathered<T> {

    private final Consumer<List<T>> send;
    private final List<T> rows = new ArrayList<>();

    Gathered(Consumer<List<T>> send) {
      this.send = send;
    }

    void send() {
      send.accept(rows);
    }
  }
}
