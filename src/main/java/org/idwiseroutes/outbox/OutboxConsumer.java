package org.idwiseroutes.outbox;

import java.util.List;
import java.util.concurrent.ExecutorService;
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
  private final WorkLoops work;
  private volatile List<WorkLoop> loops = List.of();
  private ExecutorService threads;

  OutboxConsumer(OutboxEndpoint endpoint, Processor processor, WorkLoops work) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.work = work;
  }

  @Override
  public OutboxEndpoint getEndpoint() {
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
    threads = executors.newCachedThreadPool(this, "outbox-" + endpoint.getDestination());
    doResume();
  }

  /** Begins no attempt; those that run end. */
  @Override
  protected void doSuspend() {
    loops.forEach(WorkLoop::stop);
  }

  @Override
  protected void doResume() {
    loops = work.of(this);
    loops.forEach(threads::execute);
  }

  /** Runs an attempt on a thread of its own; refuses once the consumer is shut down. */
  void execute(Runnable attempt) {
    threads.execute(attempt);
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
    }
    super.doShutdown();
  }
}
