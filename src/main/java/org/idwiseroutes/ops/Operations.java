package org.idwiseroutes.ops;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.idwiseroutes.inbox.ErasureReport;
import org.idwiseroutes.inbox.ErasureRequest;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.inbox.InboxUnavailableException;
import org.idwiseroutes.inbox.Quarantine;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.Destinations;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * What operators do, from the API and from the console alike. Each act and its line in the audit
 * happen both or neither. What cannot be done is a {@link ResponseStatusException}: 404 for what
 * there is not, 409 for what is not in the state for it, 400 for a reason or an id that is missing.
 */
@Component
public class Operations {

  /** Characters of an id or a reference that can have been stored. */
  private static final int LONGEST_ID = 256;

  private final Deliveries deliveries;
  private final DeliveryQueries deliveryQueries;
  private final Replays replays;
  private final Destinations destinations;
  private final DestinationQueries destinationQueries;
  private final Quarantine quarantine;
  private final Erasures erasures;
  private final EventQueries events;
  private final Proposals proposals;
  private final FourEyesProperties fourEyes;
  private final SourceStatuses sources;
  private final Audit audit;
  private final String receiveSource;

  Operations(
      Deliveries deliveries,
      DeliveryQueries deliveryQueries,
      Replays replays,
      Destinations destinations,
      DestinationQueries destinationQueries,
      Quarantine quarantine,
      Erasures erasures,
      EventQueries events,
      Proposals proposals,
      FourEyesProperties fourEyes,
      SourceStatuses sources,
      Audit audit,
      @Value("${receive.source}") String receiveSource) {
    this.deliveries = deliveries;
    this.deliveryQueries = deliveryQueries;
    this.replays = replays;
    this.destinations = destinations;
    this.destinationQueries = destinationQueries;
    this.quarantine = quarantine;
    this.erasures = erasures;
    this.events = events;
    this.proposals = proposals;
    this.fourEyes = fourEyes;
    this.sources = sources;
    this.audit = audit;
    this.receiveSource = receiveSource;
  }

  /** The delivery of this id, with its attempts. */
  public DeliveryView delivery(UUID id) {
    return deliveryQueries.find(id).orElseThrow(() -> missing("delivery"));
  }

  /** Puts a dead or delivered delivery back. */
  @Transactional
  public DeliveryView replay(UUID id, Actor actor) {
    delivery(id);
    DeliveryStatus status = deliveries.status(id).orElseThrow(() -> missing("delivery"));
    if (!Deliveries.isReplayable(status) || deliveries.replay(List.of(id), status) == 0) {
      throw conflict(
          "Only a dead or delivered delivery can be replayed; this one is %s".formatted(status));
    }
    audit.record(actor, "replay delivery", id.toString(), "was " + status);
    return delivery(id);
  }

  /** Sees that a pending or dead delivery is not sent. */
  @Transactional
  public DeliveryView discard(UUID id, Actor actor) {
    requireRight(delivery(id).destination());
    DeliveryStatus status = deliveries.status(id).orElseThrow(() -> missing("delivery"));
    if (!deliveries.discard(id)) {
      throw conflict(
          "Only a pending or dead delivery can be discarded; this one is %s".formatted(status));
    }
    audit.record(actor, "discard delivery", id.toString(), "was " + status);
    return delivery(id);
  }

  /**
   * Begins to do something to all deliveries that are chosen now, the oldest first; or proposes it,
   * where so many need a second person.
   *
   * @param chosen with a status to which it can be done
   */
  @Transactional
  public DoneOrProposed<ReplayView> beginAll(BulkAct act, DeliverySelection asked, Actor actor) {
    DeliverySelection chosen = asked.asSeen();
    if (!act.statuses().contains(chosen.status())) {
      throw bad(
          "Choose the status of the deliveries to %s: %s"
              .formatted(act, String.join(" or ", act.statuses())));
    }
    if (act == BulkAct.DISCARD) {
      actor.requireReason("Nothing was discarded: give a reason");
      requireRight(chosen.destination());
    }
    Integer limit = fourEyes.bulkAbove();
    if (limit != null && deliveryQueries.countUpTo(limit, chosen.filter()) > limit) {
      actor.requireReason("More than %d need a second person: give a reason".formatted(limit));
      return DoneOrProposed.waiting(propose(act.toString(), chosen.words(), chosen, actor));
    }
    return DoneOrProposed.of(beginNow(act, chosen, actor));
  }

  /** Writes down what waits for a second person, in the surrounding transaction. */
  public Proposal propose(String act, String what, Object request, Actor actor) {
    Proposal proposal = proposals.add(act, what, request, actor);
    audit.record(actor, "propose " + act, proposal.id().toString(), null);
    return proposal;
  }

  /** The same, for whom the second person has approved it. */
  @Transactional
  ReplayView beginNow(BulkAct act, DeliverySelection chosen, Actor actor) {
    ReplayView begun =
        replays.begin(
            act, chosen.filter(), DeliveryStatus.of(chosen.status()), chosen.words(), actor);
    audit.record(actor, act + " deliveries", chosen.words(), begun.total() + " deliveries");
    return begun;
  }

  /** What waits for {@code decide} and is discarded is never decided: that is more than a pause. */
  private static void requireRight(String destination) {
    boolean decide = destination == null || destination.equals("decide");
    if (decide && !Role.DECIDE_PAUSER.isTheCallers()) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN,
          "Name a destination other than decide: only who has the role decide-pauser discards what is to be decided");
    }
  }

  /** The replay of this id. */
  public ReplayView replay(UUID id) {
    return replays.find(id).orElseThrow(() -> missing("replay"));
  }

  /** Ends a run over many deliveries before its end. */
  @Transactional
  public ReplayView cancelReplay(UUID id, Actor actor) {
    ReplayView replay = replay(id);
    if (!replay.operator().equals(actor.name())) {
      VisibleSources.requireAll();
    }
    if (!replays.cancel(id)) {
      throw conflict("Only what is running can be cancelled; this one is " + replay.state());
    }
    audit.record(actor, "cancel " + replay.act(), id.toString(), replay.done() + " were done");
    return replay(id);
  }

  /** No node starts an attempt there until it is resumed; events are received as ever. */
  @Transactional
  public DestinationState pause(String destination, Actor actor) {
    VisibleSources.requireAll();
    requireKnown(destination);
    destinations.pause(destination);
    audit.record(actor, "pause destination", destination, null);
    return destinationQueries.state(destination);
  }

  /** Ends a pause, and a hold with it. */
  @Transactional
  public DestinationState resume(String destination, Actor actor) {
    VisibleSources.requireAll();
    requireKnown(destination);
    destinations.resume(destination);
    audit.record(actor, "resume destination", destination, null);
    return destinationQueries.state(destination);
  }

  private void requireKnown(String destination) {
    if (!destinationQueries.isKnown(destination)) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "There is no destination of this name");
    }
  }

  /** Decides a quarantined event again, with the rules of now, or routes a test call. */
  @Transactional
  public void decide(UUID eventId, Actor actor) {
    requireSeen(eventId);
    String state = quarantine.state(eventId).orElseThrow(() -> missing("event"));
    quarantine
        .release(eventId)
        .ifPresent(
            refusal -> {
              throw conflict(refusal);
            });
    audit.record(actor, "replay event", eventId.toString(), "was " + state);
  }

  /** The same for all quarantined events of one name; answers how many. */
  @Transactional
  public long decideAll(String event, List<UUID> eventIds, Actor actor) {
    return all(eventIds, id -> quarantine.release(id).isEmpty(), "route quarantined", event, actor);
  }

  /** Takes an event that could not be read out of quarantine. */
  @Transactional
  public void dismiss(UUID eventId, Actor actor) {
    requireSeen(eventId);
    String state = quarantine.state(eventId).orElseThrow(() -> missing("event"));
    String reason = actor.requireReason("Say in the parameter reason why this event is dismissed");
    if (!quarantine.dismiss(eventId, reason)) {
      throw conflict(
          "Only a quarantined event that could not be read is dismissed; this one is " + state);
    }
    audit.record(actor, "dismiss event", eventId.toString(), null);
  }

  /** The same for all that could not be read because of one problem; answers how many. */
  @Transactional
  public long dismissAll(String problem, List<UUID> eventIds, Actor actor) {
    String reason = actor.requireReason("Nothing was dismissed: give a reason");
    return all(
        eventIds, id -> quarantine.dismiss(id, reason), "dismiss unreadable", problem, actor);
  }

  private long all(
      List<UUID> eventIds, Predicate<UUID> act, String action, String subject, Actor actor) {
    long done = eventIds.stream().filter(act).count();
    audit.record(actor, action, subject, done + " events");
    return done;
  }

  private void requireSeen(UUID eventId) {
    if (VisibleSources.limited().isPresent()) {
      events.find(eventId).orElseThrow(() -> missing("event"));
    }
  }

  /** What would go; 404 when nothing is known of the person or journey. */
  public ErasureReport previewErasure(ErasureRequest asked) {
    check(asked);
    try {
      return known(erasures.preview(asked), asked);
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    } catch (InboxUnavailableException e) {
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), e);
    }
  }

  /**
   * Erases what is known of a journey or person, or proposes it, where that needs a second person;
   * 503, and nothing is erased, under a long lock, or while events wait in the log that may be
   * about the person.
   */
  public DoneOrProposed<ErasureReport> erase(ErasureRequest asked, Actor actor) {
    check(asked);
    actor.requireReason("Erasing needs a reason: add reason=… as a parameter");
    if (!fourEyes.erasing()) {
      return DoneOrProposed.of(eraseNow(asked, actor, () -> {}));
    }
    previewErasure(asked);
    String what =
        asked.journeyId() == null
            ? "the person %s of %s".formatted(asked.reference(), asked.source())
            : "the journey %s of %s".formatted(asked.journeyId(), asked.source());
    return DoneOrProposed.waiting(propose(Proposal.ERASE, what, asked, actor));
  }

  /**
   * Erases.
   *
   * @param alongside what happens with it or not at all
   */
  ErasureReport eraseNow(ErasureRequest asked, Actor actor, Runnable alongside) {
    String action = asked.journeyId() == null ? "erase person" : "erase journey";
    try {
      return known(
          erasures.erase(
              asked,
              report -> {
                alongside.run();
                audit.record(actor, action, asked.source() + "/" + report.mark(), report.counts());
              }),
          asked);
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    } catch (InboxUnavailableException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Nothing was erased: " + e.getMessage(), e);
    } catch (ConcurrencyFailureException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Nothing was erased: other work held these rows for too long; try again",
          e);
    }
  }

  /** Where nothing is known, no row shows that the source is misspelt. */
  private void requireSource(String source) {
    boolean known =
        source.equals(receiveSource)
            || sources.all().stream().anyMatch(one -> one.name().equals(source));
    if (!known) {
      throw missing("source");
    }
  }

  private void check(ErasureRequest asked) {
    if (asked.unknown()) {
      requireSource(asked.source());
    }
    boolean journey = asked.journeyId() != null;
    String name = "The parameter " + (journey ? "journeyId" : "reference");
    String id = journey ? asked.journeyId() : asked.reference();
    if (id.isBlank()) {
      throw bad(name + " is empty");
    }
    if (id.length() > LONGEST_ID) {
      throw bad("%s is longer than %d characters; no id here is".formatted(name, LONGEST_ID));
    }
  }

  private static ErasureReport known(ErasureReport report, ErasureRequest asked) {
    if (report.isEmpty() && !asked.unknown()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          asked.journeyId() != null
              ? "The source has nothing of this journey"
              : "The source has nothing of this reference; with unknown=true the other systems are asked all the same");
    }
    return report;
  }

  private static ResponseStatusException missing(String what) {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no %s of this id".formatted(what));
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }

  private static ResponseStatusException conflict(String detail) {
    return new ResponseStatusException(HttpStatus.CONFLICT, detail);
  }
}
