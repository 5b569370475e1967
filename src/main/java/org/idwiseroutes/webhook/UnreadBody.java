package org.idwiseroutes.webhook;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/** What is left of the body of a call that has its answer already; it is thrown away. */
final class UnreadBody implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int BUFFER = 8 * 1024;

  private final Request request;
  private final Response response;
  private final ScheduledExecutorService timer;
  private final AsyncContext answer;
  private final ServletInputStream in;
  private Duration delay;
  private Future<?> patience;
  private int bytes;
  private boolean over;

  UnreadBody(Request request, Response response, ScheduledExecutorService timer)
      throws IOException {
    this.request = request;
    this.response = response;
    this.timer = timer;
    this.in = request.getInputStream();
    this.answer = request.startAsync(request, response);
    answer.setTimeout(0);
  }

  /** Answers after the body and then the delay, or when the time for the body is over. */
  synchronized void await(Duration longest, Duration held) {
    delay = held;
    if (LingeringClose.isUnread(request)) {
      patience = timer.schedule(this::giveUp, longest.toMillis(), TimeUnit.MILLISECONDS);
      in.setReadListener(this);
    } else {
      end();
    }
  }

  @Override
  public synchronized void onDataAvailable() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (!over && in.isReady() && !in.isFinished()) {
      bytes += Math.max(0, in.read(buffer));
      if (bytes > MOST_BYTES) {
        giveUp();
      }
    }
  }

  @Override
  public void onAllDataRead() {
    end();
  }

  @Override
  public void onError(Throwable gone) {
    giveUp();
  }

  private synchronized void giveUp() {
    if (isOver()) {
      return;
    }
    try {
      response.setHeader(HttpHeaders.CONNECTION, "close");
      response.flushBuffer();
      LingeringClose.hangUp(request);
    } catch (IOException gone) {
      LOG.debug("A caller left before its answer", gone);
    } finally {
      answer.complete();
    }
  }

  private synchronized void end() {
    if (!isOver()) {
      timer.schedule(answer::complete, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Whether it was over before; it is from now on, and nothing of the request is kept waiting. */
  private boolean isOver() {
    boolean before = over;
    over = true;
    if (patience != null) {
      patience.cancel(false);
    }
    return before;
  }
}
