package org.idwiseroutes.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
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

  private final Duration patience;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "lingering-close");
            thread.setDaemon(true);
            return thread;
          });

  LingeringClose(WebhookProperties properties) {
    super(true);
    this.patience = properties.bodyTimeout();
    timer.setRemoveOnCancelPolicy(true);
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
      new UnreadBody(request, response, timer).await(patience, delay(request));
    }
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }

  /** A caller that waits for "100 Continue" sends no body once it has another answer. */
  static boolean isUnread(Request request) {
    org.apache.coyote.Request coyote = request.getCoyoteRequest();
    return !coyote.isFinished() && !coyote.hasExpectation();
  }

  private static Duration delay(Request request) {
    return request.getAttribute(DELAY) instanceof Duration set ? set : Duration.ZERO;
  }

  /** Ends the connection with its answer, whatever is still on its way. */
  static void hangUp(Request request) {
    request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }
}
