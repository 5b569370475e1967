package org.idwiseroutes.webhook;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/**
 * A request that was let in: for which source, by which secrets, and what it holds until it has
 * been answered, a place and the memory of its body. It travels as Vert.x's {@link User}, which
 * Camel hands to the route.
 */
final class Admission implements AutoCloseable {

  private static final String ATTRIBUTE = "admission";

  private final String source;
  private final String authenticatedAs;
  private final MemoryBudget memory;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Semaphore place;

  /**
   * Holds nothing yet.
   *
   * @param authenticatedAs the settings of the secrets that were sent, or {@code anonymous}
   */
  Admission(String source, String authenticatedAs, MemoryBudget memory) {
    this.source = source;
    this.authenticatedAs = authenticatedAs;
    this.memory = memory;
  }

  static Admission of(User user) {
    return (Admission) user.attributes().getValue(ATTRIBUTE);
  }

  static Admission of(Message message) {
    return of(message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class));
  }

  User user() {
    return User.create(new JsonObject(), new JsonObject().put(ATTRIBUTE, this));
  }

  String source() {
    return source;
  }

  String authenticatedAs() {
    return authenticatedAs;
  }

  /** Takes memory for a part of the body; false when there is none left. */
  boolean take(int count) {
    if (!memory.take(count)) {
      return false;
    }
    bytes.addAndGet(count);
    return true;
  }

  /**
   * Takes one of the places of those whose event is being stored; false when there is none. From
   * then on a caller that leaves does not free what is still in use.
   */
  boolean enter(Semaphore places) {
    if (places.tryAcquire()) {
      place = places;
      return true;
    }
    return false;
  }

  /** The caller has its answer or has left. */
  void left() {
    if (place == null) {
      close();
    }
  }

  /** Gives back the memory and the place, once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      memory.give(bytes.get());
      if (place != null) {
        place.release();
      }
    }
  }
}
