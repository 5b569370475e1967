package org.idwiseroutes.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Ends calls whose body nobody has read: what is left of it is thrown away as it comes, and then
 * the answer goes out, so that an honest caller is not cut off while it is still sending. Who sends
 * too much or too slowly is answered and cut off. No thread waits for any of it, nor for {@link
 * #DELAY}.
 */
@Component
public class LingeringClose extends ValveBase {

  /** The request attribute with the {@link Duration} by which the answer is held back. */
  static final String DELAY = LingeringClose.class.getName() + ".delay";

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);
  private static final int MOST_BYTES = 1024 * 1024;

  private final Duration patience;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lingering-close");
            thread.setDaemon(true);
            return thread;
          });

  LingeringClose(WebhookProperties properties) {
    super(true);
    this.patience = properties.bodyTimeout();
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (request.getCoyoteRequest().isExceptionPresent() || request.getContext() == null) {
      return;
    }
    if (response.getStatus() == HttpServletResponse.SC_REQUEST_TIMEOUT) {
      hangUp(request);
    } else if (!request.isAsync() && (isUnread(request) || request.getAttribute(DELAY) != null)) {
      request.setAsyncSupported(true);
      new Rest(request, response).await();
    }
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }

  /** A caller that waits for "100 Continue" sends no body once it has another answer. */
  private static boolean isUnread(Request request) {
    org.apache.coyote.Request coyote = request.getCoyoteRequest();
    return !coyote.isFinished() && !coyote.hasExpectation();
  }

  private static void hangUp(Request request) {
    request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }

  /** What is left of a request. */
  private final class Rest implements ReadListener {

    private final Request request;
    private final Response response;
    private final AsyncContext answer;
    private final ServletInputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int bytes;
    private boolean over;

    Rest(Request request, Response response) throws IOException {
      this.request = request;
      this.response = response;
      this.in = request.getInputStream();
      this.answer = request.startAsync(request, response);
      answer.setTimeout(0);
    }

    void await() {
      if (isUnread(request)) {
        timer.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
        in.setReadListener(this);
      } else {
        end();
      }
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
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
      if (over) {
        return;
      }
      over = true;
      try {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.flushBuffer();
        hangUp(request);
      } catch (IOException gone) {
        LOG.debug("A caller left before its answer", gone);
      } finally {
        answer.complete();
      }
    }

    private synchronized void end() {
      if (!over) {
        over = true;
        Duration delay = request.getAttribute(DELAY) instanceof Duration set ? set : Duration.ZERO;
        timer.schedule(answer::complete, delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
