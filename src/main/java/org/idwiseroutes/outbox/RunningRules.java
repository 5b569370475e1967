package org.idwiseroutes.outbox;

/** By which rules this node works now; each delivery keeps it beside the end of its attempt. */
public interface RunningRules {

  /**
   * The number of the version of what runs.
   *
   * @throws org.springframework.dao.DataAccessException when it is a new one and the database,
   *     which gives the numbers, is away
   */
  int version();
}
