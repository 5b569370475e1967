package org.idwiseroutes.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.forget.SystemErasures;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.AuditEntry;
import org.idwiseroutes.ops.DeliveryView;
import org.idwiseroutes.ops.EventQueries;
import org.idwiseroutes.ops.EventView;
import org.idwiseroutes.ops.ExchangeLog;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.ProductVersion;
import org.idwiseroutes.people.People;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.proof.Receipts;
import org.idwiseroutes.proof.Seal;
import org.idwiseroutes.proof.SealTable;
import org.idwiseroutes.rules.PastRules;
import org.idwiseroutes.rules.RulesVersion;
import org.idwiseroutes.rules.RulesVersions;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Rehearsal;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Gathers the evidence of a person from all tables. */
@Component
class Gathering {

  private static final int MOST_ERASURES = 50;
  private static final int MOST_EVENTS = 500;
  private static final long MOST_CHARACTERS = 4 << 20;

  private final EventQueries events;
  private final DecidedEvents decided;
  private final ExchangeLog exchanges;
  private final People people;
  private final Erasures erasures;
  private final SystemErasures systems;
  private final Audit audit;
  private final SealTable seals;
  private final Receipts receipts;
  private final RulesVersions versions;
  private final PastRules past;
  private final Rehearsal rules;
  private final Clock clock;

  Gathering(
      EventQueries events,
      DecidedEvents decided,
      ExchangeLog exchanges,
      People people,
      Erasures erasures,
      SystemErasures systems,
      Audit audit,
      SealTable seals,
      Receipts receipts,
      RulesVersions versions,
      PastRules past,
      Rehearsal rules,
      Clock clock) {
    this.events = events;
    this.decided = decided;
    this.exchanges = exchanges;
    this.people = people;
    this.erasures = erasures;
    this.systems = systems;
    this.audit = audit;
    this.seals = seals;
    this.receipts = receipts;
    this.versions = versions;
    this.past = past;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * With the seals that have its receipts.
   *
   * @param seals those of events before those of acts
   */
  record Gathered(Evidence evidence, List<Seal> seals) {}

  /**
   * Gathers.
   *
   * @throws ResponseStatusException 404 when nothing is known of the person, 409 when it is too
   *     much
   */
  Gathered of(String source, String reference, String operator) {
    List<EventView> found =
        events.page(new Filter().ofPerson(source, reference), MOST_EVENTS).items();
    Optional<Instant> erasedAt = erasures.personErasedAt(source, reference);
    if (found.isEmpty() && erasedAt.isEmpty()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "The source has nothing of this reference");
    }
    if (found.size() == MOST_EVENTS) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "This person has more than %,d events".formatted(MOST_EVENTS - 1));
    }
    List<UUID> ids = new ArrayList<>(found.stream().map(EventView::id).toList());
    Collections.reverse(ids);
    Map<UUID, SealTable.Receipt> its = receipts(SealTable.EVENT, ids);
    List<Seal> sealed = seals(SealTable.EVENT, its);
    List<Evidence.EventPart> parts = parts(ids, its, sealed);
    List<AuditEntry> acts = acts(source, found, reference);
    Map<UUID, SealTable.Receipt> ofActs =
        receipts(SealTable.AUDIT, acts.stream().map(AuditEntry::id).toList());
    List<Seal> sealedActs = seals(SealTable.AUDIT, ofActs);
    List<Seal> all = new ArrayList<>(sealed);
    all.addAll(sealedActs);
    return new Gathered(
        new Evidence(
            source,
            reference,
            clock.instant(),
            operator,
            ProductVersion.OF_THIS,
            receipts.areKeyed(),
            people.ofReference(source, reference).orElse(null),
            erasedAt.orElse(null),
            systems.of(source, erasures.markOfPerson(source, reference), MOST_ERASURES),
            parts,
            acts.stream()
                .map(
                    act -> {
                      SealTable.Receipt one = ofActs.get(act.id());
                      return new Evidence.Act(
                          act, one.receipt(), one.rewritten(), number(sealedActs, one));
                    })
                .toList()),
        all);
  }

  /** All are held in memory until the file is made. */
  private List<Evidence.EventPart> parts(
      List<UUID> ids, Map<UUID, SealTable.Receipt> its, List<Seal> sealed) {
    List<Evidence.EventPart> parts = new ArrayList<>();
    long characters = 0;
    for (UUID id : ids) {
      Optional<EventView> event = events.find(id);
      if (event.isPresent()) {
        String payload = event.get().payload();
        characters += payload == null ? 0 : payload.length();
        if (characters > MOST_CHARACTERS) {
          throw new ResponseStatusException(
              HttpStatus.CONFLICT,
              "What IDWise sent of this person has more than %,d characters"
                  .formatted(MOST_CHARACTERS));
        }
        parts.add(part(event.get(), its.get(id), sealed));
      }
    }
    return parts;
  }

  private Map<UUID, SealTable.Receipt> receipts(String kind, List<UUID> ids) {
    return seals.receipts(kind, ids).stream()
        .collect(Collectors.toMap(SealTable.Receipt::id, Function.identity()));
  }

  private List<Seal> seals(String kind, Map<UUID, SealTable.Receipt> rows) {
    return seals.of(kind, rows.values().stream().map(SealTable.Receipt::seq).toList());
  }

  private static Long number(List<Seal> seals, SealTable.Receipt row) {
    return seals.stream()
        .filter(seal -> seal.firstSeq() <= row.seq() && row.seq() <= seal.lastSeq())
        .map(Seal::number)
        .findFirst()
        .orElse(null);
  }

  private Evidence.EventPart part(EventView event, SealTable.Receipt receipt, List<Seal> sealed) {
    ObjectNode document = decided.find(event.id()).orElse(null);
    Course then =
        document == null || event.rules() == null
            ? null
            : past.of(event.rules(), document).orElse(null);
    Course course =
        then != null || document == null
            ? then
            : rules.of(DryDecide.variables(document), document.toString());
    return new Evidence.EventPart(
        event.id(),
        event.event(),
        event.journeyId(),
        event.referenceNo(),
        event.receivedAt(),
        event.origin(),
        event.authenticatedAs(),
        event.repeats(),
        event.state(),
        event.problem(),
        event.payload(),
        DigestUtils.sha256Hex(event.payload()),
        receipt.receipt(),
        receipt.rewritten(),
        number(sealed, receipt),
        event.decision(),
        event.previousDecision(),
        event.outcome(),
        event.meaning(),
        event.rules(),
        event.rules() == null
            ? null
            : versions.find(event.rules()).map(RulesVersion::hash).orElse(null),
        course == null ? List.of() : course.rules(),
        course == null ? null : then == null ? "now" : "then",
        event.deliveries(),
        exchanges.of(event.deliveries().stream().map(DeliveryView::id).toList()));
  }

  /** A reference stands masked in the audit, and another person may have the same mask. */
  private List<AuditEntry> acts(String source, List<EventView> found, String reference) {
    Set<String> subjects = new LinkedHashSet<>();
    subjects.add("%s/%s".formatted(source, Masks.of(reference)));
    subjects.add("%s/%s".formatted(source, erasures.markOfPerson(source, reference)));
    for (EventView event : found) {
      subjects.add(event.id().toString());
      event.deliveries().forEach(delivery -> subjects.add(delivery.id().toString()));
      Optional.ofNullable(event.journeyId()).ifPresent(id -> subjects.add(source + "/" + id));
    }
    return audit.about(subjects);
  }
}
