package org.idwiseroutes.outbox;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Tries the due deliveries of one destination and of its partitions. Stopping it starts no further
 * attempt and lets the running ones end, for as long as Camel's shutdown timeout allows.
 */
class OutboxConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private volatile List<WorkLoop> loops = List.of();
  private ExecutorService threads;
  private ScheduledExecutorService timeouts;

  OutboxConsumer(OutboxEndpoint endpoint, Processor processor, OutboxServices services) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.services = services;
  }

  @Override
  public OutboxEndpoint getEndpoint() {
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    String name = "outbox-" + endpoint.getDestination();
    threads = executors.newCachedThreadPool(this, name);
    timeouts = executors.newSingleThreadScheduledExecutor(this, name + "-timeout");
    doResume();
  }

  /** Begins no attempt; those that run end. */
  @Override
  protected void doSuspend() {
    loops.forEach(WorkLoop::stop);
  }

  @Override
  protected void doResume() {
    RouteParts parts = new RouteParts(endpoint.getCamelContext(), services.clock());
    loops = endpoint.partitions().stream().flatMap(one -> loops(one, parts)).toList();
    loops.forEach(threads::execute);
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    return false;
  }

  /** What has been claimed counts, also before Camel sees an exchange of it. */
  @Override
  public int getPendingExchangesSize() {
    return (int) loops.stream().filter(WorkLoop::isUnderWay).count();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // suspending says it all
  }

  private Stream<WorkLoop> loops(OutboxEndpoint partition, RouteParts parts) {
    return works(partition)
        .map(
            work ->
                new WorkLoop(
                    partition.getDestination(),
                    services,
                    work,
                    () -> parts.areThere(getRouteId(), endpoint.getDestination())));
  }

  private Stream<Work> works(OutboxEndpoint partition) {
    AttemptRunner runner = new AttemptRunner(this, services, timeouts);
    if (endpoint.isTransacted()) {
      return IntStream.range(0, endpoint.getConcurrentConsumers())
          .mapToObj(number -> new TransactedWork(partition, services, runner));
    }
    if (!endpoint.getBatchInterval().isZero()) {
      return Stream.of(new BatchedWork(partition, services, runner));
    }
    return Stream.of(false, true)
        .map(urgentOnly -> new LeasedWork(partition, services, runner, threads, urgentOnly));
  }

  @Override
  protected void doStop() throws Exception {
    loops.forEach(WorkLoop::stop);
    super.doStop();
  }

  @Override
  protected void doShutdown() throws Exception {
    ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    if (threads != null) {
      executors.shutdownNow(threads);
      executors.shutdownNow(timeouts);
    }
    super.doShutdown();
  }
}
