package org.idwiseroutes.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what arrives while a commit is under way share the next one. What comes alone is committed
 * at once. A batch that fails is tried again member by member, so that one which the database
 * refuses harms no neighbour; a database that is away fails them all together.
 *
 * @param <T> what is committed
 * @param <R> what is answered for each
 */
public final class GroupCommit<T, R> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final long LONGEST_CLOSE_MILLIS = 5_000;
  private static final long MOST_WEIGHT = 1 << 20;

  private final String name;
  private final int maxBatch;
  private final ToIntFunction<T> weigher;
  private final BlockingQueue<Waiting<T, R>> queue;
  private final Function<List<T>, List<R>> commit;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * Starts the committing thread.
   *
   * @param maxBatch members of one commit
   * @param maxWaiting members that may wait
   * @param commit commits all in one transaction and answers in their order
   */
  public GroupCommit(String name, int maxBatch, int maxWaiting, Function<List<T>, List<R>> commit) {
    this(name, maxBatch, maxWaiting, member -> 0, commit);
  }

  /**
   * Starts the committing thread, for members that may be large: one commit takes no further member
   * once those that it has weigh {@value #MOST_WEIGHT} together.
   *
   * @param weigher how many characters a member has
   */
  public GroupCommit(
      String name,
      int maxBatch,
      int maxWaiting,
      ToIntFunction<T> weigher,
      Function<List<T>, List<R>> commit) {
    this.weigher = weigher;
    this.name = name;
    this.maxBatch = maxBatch;
    this.queue = new ArrayBlockingQueue<>(maxWaiting);
    this.commit = commit;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Commits one member together with those that wait at the same time.
   *
   * @return completes after the commit; exceptionally when it was not committed, and with a {@link
   *     RejectedExecutionException} when this was closed before its turn came
   * @throws RejectedExecutionException when too many wait already
   */
  public CompletableFuture<R> submit(T member) {
    Waiting<T, R> waiting = new Waiting<>(member, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw new RejectedExecutionException(
          "%s: %d already wait for the database".formatted(name, queue.size()));
    }
    if (ended) {
      refuseWhatWaits();
    }
    return waiting.answer();
  }

  /**
   * The same, and returns after the commit.
   *
   * @throws RuntimeException why it was not committed
   */
  public R commit(T member) {
    return await(submit(member));
  }

  /**
   * Returns after the commit of what was submitted.
   *
   * @throws RuntimeException why it was not committed
   */
  public static <R> R await(CompletableFuture<R> submitted) {
    try {
      return submitted.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Commits what waits and ends; returns then, or after {@value #LONGEST_CLOSE_MILLIS} ms. Nobody
   * is left without an answer: what comes later is refused.
   */
  @Override
  public void close() {
    closed = true;
    queue.offer(new Waiting<>(null, new CompletableFuture<>()));
    try {
      thread.join(LONGEST_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      List<Waiting<T, R>> group = new ArrayList<>();
      while (!closed || !queue.isEmpty()) {
        gather(group);
        group.removeIf(waiting -> waiting.member() == null);
        if (!group.isEmpty()) {
          commit(group);
        }
        group.clear();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      refuseWhatWaits();
    }
  }

  private void gather(List<Waiting<T, R>> group) throws InterruptedException {
    long weight = 0;
    Waiting<T, R> next = queue.take();
    while (next != null) {
      group.add(next);
      weight += next.member() == null ? 0 : weigher.applyAsInt(next.member());
      next = group.size() < maxBatch && weight < MOST_WEIGHT ? queue.poll() : null;
    }
  }

  private void refuseWhatWaits() {
    List<Waiting<T, R>> late = new ArrayList<>();
    queue.drainTo(late);
    late.forEach(
        waiting ->
            waiting
                .answer()
                .completeExceptionally(new RejectedExecutionException(name + ": it is closed")));
  }

  private void commit(List<Waiting<T, R>> group) {
    try {
      List<R> answers = commit.apply(group.stream().map(Waiting::member).toList());
      for (int i = 0; i < answers.size(); i++) {
        group.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      if (group.size() == 1 || Outage.is(e)) {
        group.forEach(waiting -> waiting.answer().completeExceptionally(e));
      } else {
        LOG.warn("{}: {} together failed, now each alone: {}", name, group.size(), e.toString());
        group.forEach(waiting -> commit(List.of(waiting)));
      }
    }
  }

  private record Waiting<T, R>(T member, CompletableFuture<R> answer) {}
}
