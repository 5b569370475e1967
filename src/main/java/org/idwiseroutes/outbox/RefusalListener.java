package org.idwiseroutes.outbox;

import org.idwiseroutes.outbox.failure.Failure;

/** Hears of each delivery that some have got and others have refused. */
public interface RefusalListener {

  /** Is called in the transaction that ends the delivery: nobody can put such a one right later. */
  void refused(String destination, Failure failure);
}
