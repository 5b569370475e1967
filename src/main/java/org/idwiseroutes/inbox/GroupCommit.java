package org.idwiseroutes.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Lets events that arrive while a commit is under way share the next one. An event that comes alone
 * is committed at once. A batch that fails is tried again member by member, so that an event which
 * the database refuses harms no neighbour; a database that is away fails them all together.
 */
@Component
class GroupCommit implements SmartLifecycle, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final Events events;
  private final InboxProperties properties;
  private final BlockingQueue<Waiting> queue;
  private volatile Thread thread;

  GroupCommit(Events events, InboxProperties properties) {
    this.events = events;
    this.properties = properties;
    this.queue = new ArrayBlockingQueue<>(properties.maxWaiting());
  }

  /**
   * Stores an event.
   *
   * @return completes after the commit; exceptionally when the event was not stored
   * @throws RejectedExecutionException when too many wait already
   */
  CompletableFuture<Receipt> store(Event event) {
    Waiting waiting = new Waiting(event, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new RejectedExecutionException(
          "%d events already wait for the database".formatted(properties.maxWaiting()));
    }
    return waiting.receipt();
  }

  @Override
  public void run() {
    List<Waiting> group = new ArrayList<>();
    try {
      while (thread == Thread.currentThread()) {
        group.add(queue.take());
        queue.drainTo(group, properties.maxBatch() - 1);
        commit(group);
        group.clear();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Waiting> group) {
    try {
      List<Receipt> receipts = events.store(group.stream().map(Waiting::event).toList());
      for (int i = 0; i < receipts.size(); i++) {
        group.get(i).receipt().complete(receipts.get(i));
      }
    } catch (DataAccessResourceFailureException | CannotCreateTransactionException away) {
      group.forEach(waiting -> waiting.receipt().completeExceptionally(away));
    } catch (RuntimeException | Error e) {
      if (group.size() == 1) {
        group.get(0).receipt().completeExceptionally(e);
      } else {
        LOG.warn(
            "Storing {} events together failed, now each alone: {}", group.size(), e.toString());
        group.forEach(waiting -> commit(List.of(waiting)));
      }
    }
  }

  @Override
  public void start() {
    thread = new Thread(this, "group-commit");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    thread = null;
  }

  /** Stops after the web server, which still answers what it has begun. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private record Waiting(Event event, CompletableFuture<Receipt> receipt) {}
}
