package org.idwiseroutes.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Takes a connection out of the pool when its session can only repeat that nothing is written, or
 * that a statement took too long, so that the next one reaches a server that writes again, and has
 * the limits of now.
 */
public final class BoundSessions implements SQLExceptionOverride {

  @java.lang.Override
  public Override adjudicate(SQLException thrown) {
    return Outage.isOfSession(thrown) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
