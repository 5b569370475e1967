package org.idwiseroutes.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads a request's body within a size and a time, whatever its head says about it. */
@Component
class BodyReader {

  private static final int BUFFER = 8 * 1024;

  private final int limit;
  private final Duration timeout;
  private final Clock clock;

  BodyReader(WebhookProperties properties, Clock clock) {
    this.limit = Math.toIntExact(properties.maxBody().toBytes());
    this.timeout = properties.bodyTimeout();
    this.clock = clock;
  }

  /** A body that is not read to its end. */
  static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    RefusedException(HttpStatus status, String message) {
      super(message);
      this.status = status;
    }

    HttpStatus status() {
      return status;
    }
  }

  /**
   * The whole body.
   *
   * @throws RefusedException 413 when it is too large, 408 when it does not come to its end in time
   */
  byte[] read(HttpServletRequest request) throws IOException, RefusedException {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge();
    }
    Instant end = clock.instant().plus(timeout);
    InputStream in = request.getInputStream();
    byte[] buffer = new byte[buffer(request.getContentLength())];
    ByteArrayOutputStream body = new ByteArrayOutputStream(buffer.length);
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        body.write(buffer, 0, count);
        if (body.size() > limit) {
          throw tooLarge();
        }
        if (clock.instant().isAfter(end)) {
          throw tooSlow();
        }
      }
    } catch (IOException e) {
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof SocketTimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
    return body.toByteArray();
  }

  /** No more than what was announced: most events are far smaller than a buffer for any. */
  private static int buffer(int announced) {
    return announced > 0 && announced < BUFFER ? announced : BUFFER;
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than %d bytes".formatted(limit));
  }

  private RefusedException tooSlow() {
    return new RefusedException(
        HttpStatus.REQUEST_TIMEOUT, "The body did not come within " + timeout.toSeconds() + " s");
  }
}
