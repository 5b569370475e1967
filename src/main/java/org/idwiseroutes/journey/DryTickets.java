package org.idwiseroutes.journey;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Tickets of a rehearsal, without a database: none is open when one is to be opened, and the first
 * of the kinds is when some are to be closed.
 */
public final class DryTickets extends Tickets {

  private static final String ID = "1";

  public DryTickets() {
    super(null, null);
  }

  @Override
  public void find(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      Exchange exchange) {
    exchange.removeVariable("ticketId");
  }

  @Override
  public boolean isNeeded(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("series") int series) {
    return true;
  }

  @Override
  public List<Map<String, String>> settled(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("closes") String kinds) {
    return List.of(Map.of("kind", kinds.split(",")[0], "id", ID));
  }

  @Override
  public void remember(String source, String journey, String reference, String kind, String id) {
    // nothing is remembered
  }

  @Override
  public void closed(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind) {
    // nothing was remembered
  }
}
