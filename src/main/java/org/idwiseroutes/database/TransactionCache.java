package org.idwiseroutes.database;

import java.util.HashMap;
import java.util.Map;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a transaction has read ahead; gone when it ends, and empty outside of one. */
public final class TransactionCache<K, V> {

  /** The value that was read ahead, or null. */
  public V get(K key) {
    Map<K, V> values = values();
    return values == null ? null : values.get(key);
  }

  /** All that was read ahead, as it stands now. */
  public Map<K, V> all() {
    Map<K, V> values = values();
    return values == null ? Map.of() : Map.copyOf(values);
  }

  /** Replaces a value that was read ahead; does nothing for one that was not. */
  public void replace(K key, V value) {
    Map<K, V> values = values();
    if (values != null) {
      values.replace(key, value);
    }
  }

  /** Keeps values until the present transaction ends. */
  public void putAll(Map<K, V> read) {
    if (values() == null) {
      TransactionSynchronizationManager.bindResource(this, new HashMap<K, V>());
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
              TransactionSynchronizationManager.unbindResource(TransactionCache.this);
            }
          });
    }
    values().putAll(read);
  }

  @SuppressWarnings("unchecked")
  private Map<K, V> values() {
    return (Map<K, V>) TransactionSynchronizationManager.getResource(this);
  }
}
