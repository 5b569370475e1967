package org.idwiseroutes.journey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Tickets of a rehearsal, without a database; each thread has its own. Where it is not known which
 * are open, none is when one is to be opened, and the first of the kinds is when some are to be
 * closed.
 */
public final class DryTickets extends Tickets {

  private static final class Open {
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> closed = new LinkedHashMap<>();
    private boolean known;
  }

  private final ThreadLocal<Open> current = ThreadLocal.withInitial(Open::new);

  public DryTickets() {
    super(null, null, null);
  }

  /**
   * Begins the next delivery.
   *
   * @param kinds of the tickets that are open, whose ids are 1, 2, …; null when that is not known
   */
  public void begin(List<String> kinds) {
    Open open = new Open();
    open.known = kinds != null;
    if (kinds != null) {
      kinds.forEach(kind -> open.ids.put(kind, String.valueOf(open.ids.size() + 1)));
    }
    current.set(open);
  }

  /** The kinds of the tickets that are open now. */
  public List<String> open() {
    return List.copyOf(new TreeSet<>(current.get().ids.keySet()));
  }

  @Override
  public void find(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      Exchange exchange) {
    exchange.removeVariable("ticketId");
    String id = current.get().ids.get(kind);
    if (id != null) {
      exchange.setVariable("ticketId", id);
    }
  }

  @Override
  public boolean isNeeded(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("series") int series) {
    return series == 1;
  }

  @Override
  public List<Map<String, String>> settled(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("closes") String kinds,
      @Variable("foundTicket") String found,
      Exchange exchange) {
    exchange.setVariable(GONE, new ArrayList<String>());
    List<Map<String, String>> settled = new ArrayList<>();
    String[] each = kinds == null ? new String[0] : kinds.split(",");
    if (!current.get().known && each.length > 0) {
      settled.add(Map.of("kind", each[0], "id", "1"));
    }
    for (String kind : each) {
      String id = current.get().ids.get(kind);
      if (id != null) {
        settled.add(Map.of("kind", kind, "id", id));
      }
    }
    return settled;
  }

  @Override
  public List<Map<String, String>> decided(
      @Variable("source") String source, @Variable("journey") String journey) {
    Open open = current.get();
    Map<String, String> decided = new TreeMap<>(open.closed);
    decided.putAll(open.ids);
    return decided.entrySet().stream()
        .filter(one -> one.getKey().equals(REVIEW) || one.getKey().equals(AML))
        .map(one -> Map.of("kind", one.getKey(), "id", one.getValue()))
        .toList();
  }

  @Override
  public void remember(String source, String journey, String reference, String kind, String id) {
    if (kind != null) {
      current.get().ids.put(kind, id);
    }
  }

  @Override
  public void closed(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      @Variable("ticketId") String id) {
    if (current.get().ids.remove(kind) != null) {
      current.get().closed.put(kind, id);
    }
  }
}
