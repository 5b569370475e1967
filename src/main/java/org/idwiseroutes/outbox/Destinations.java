package org.idwiseroutes.outbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is known of destinations and what operators pause, for all nodes. */
@Component
public class Destinations {

  private final DestinationRepository repository;
  private final Wakeups wakeups;
  private final Holds holds;

  Destinations(DestinationRepository repository, Wakeups wakeups, Holds holds) {
    this.repository = repository;
    this.wakeups = wakeups;
    this.holds = holds;
  }

  /** All that have ever had a consumer, by name. */
  public List<Destination> all() {
    return repository.all();
  }

  /** The destination of this name, when it has ever had a consumer. */
  public Optional<Destination> find(String name) {
    return repository.find(name);
  }

  /** From now on no node starts an attempt there; running ones end as they may. */
  @Transactional
  public void pause(String name) {
    repository.register(name);
    repository.pause(name);
  }

  /** Ends a pause, and a hold with it: everything due goes out. */
  @Transactional
  public void resume(String name) {
    repository.resume(name);
    holds.succeeded(Set.of(name));
    wakeups.wakeAllOf(name);
  }
}
