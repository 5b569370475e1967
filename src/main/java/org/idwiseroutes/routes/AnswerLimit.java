package org.idwiseroutes.routes;

import jakarta.annotation.PreDestroy;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.idwiseroutes.jsonhttp.AnswerUse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Reads a destination's answer up to {@code http.max-answer}, unpacked; beyond it, or beyond what
 * {@link AnswerMemory} has left, the attempt fails and the connection ends.
 *
 * <p>Of an answer to a call that asks for something to be done, and maps no words of it, the status
 * decides: words that cannot be read whole are none. Of an answer that is an error the status
 * decides as well: as much of the text is taken as comes within {@value #LONGEST_ERROR_MILLIS} ms,
 * unbroken, up to {@value #LARGEST_ERROR_BYTES} bytes. A character set that nobody knows is read as
 * UTF-8.
 */
@Component("answerLimit")
class AnswerLimit implements HttpClientConfigurer {

  private static final int FIRST_ERROR = 300;
  private static final int LARGEST_ERROR_BYTES = 65_536;
  private static final long LONGEST_ERROR_MILLIS = 500;
  private static final int CHUNK_BYTES = 4_096;

  private final long limit;
  private final AnswerMemory memory;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("error-answers").daemon().build());

  AnswerLimit(@Value("${http.max-answer}") DataSize limit, AnswerMemory memory) {
    this.limit = limit.toBytes();
    this.memory = memory;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.addExecInterceptorFirst("answer-limit", this::limited);
  }

  private ClassicHttpResponse limited(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpResponse response = chain.proceed(request, scope);
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      readAsUtf8IfUnknown(response);
      if (response.getCode() >= FIRST_ERROR) {
        response.setEntity(beginning(entity, scope.execRuntime));
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      } else if (AnswerUse.isStatusAlone()) {
        response.setEntity(wholeOrNothing(entity, scope.execRuntime));
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
      } else {
        response.setEntity(new LimitedEntity(entity, scope.execRuntime));
      }
    }
    return response;
  }

  private static void readAsUtf8IfUnknown(ClassicHttpResponse response) {
    Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.getValue().toLowerCase(Locale.ROOT).contains("charset")) {
      return;
    }
    try {
      if (ContentType.parse(type.getValue()).getCharset() != null) {
        return;
      }
    } catch (IllegalArgumentException unknown) {
      // read as said below
    }
    String plain = type.getValue().split(";", 2)[0].strip();
    response.setHeader(HttpHeaders.CONTENT_TYPE, plain + "; charset=UTF-8");
  }

  private HttpEntity wholeOrNothing(HttpEntity entity, ExecRuntime connection) {
    try (InputStream in = new LimitedEntity(entity, connection).getContent()) {
      return new ByteArrayEntity(in.readAllBytes(), null);
    } catch (IOException | RuntimeException broken) {
      connection.discardEndpoint();
      return new ByteArrayEntity(new byte[0], null);
    }
  }

  /** Takes what can be read in time; whatever breaks while reading ends the text and no more. */
  private HttpEntity beginning(HttpEntity entity, ExecRuntime connection) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            connection::discardEndpoint, LONGEST_ERROR_MILLIS, TimeUnit.MILLISECONDS);
    boolean whole = false;
    try {
      InputStream in = entity.getContent();
      byte[] chunk = new byte[CHUNK_BYTES];
      int read = in == null ? -1 : in.read(chunk);
      while (read >= 0 && text.size() + read <= LARGEST_ERROR_BYTES) {
        text.write(chunk, 0, read);
        read = in.read(chunk);
      }
      whole = read < 0;
    } catch (IOException | RuntimeException broken) {
      // what has come until then is the text
    } finally {
      deadline.cancel(false);
      if (!whole) {
        connection.discardEndpoint();
      }
    }
    return new ByteArrayEntity(text.toByteArray(), null);
  }

  @PreDestroy
  void close() {
    deadlines.shutdownNow();
  }

  private final class LimitedEntity extends HttpEntityWrapper {

    private final ExecRuntime connection;

    LimitedEntity(HttpEntity entity, ExecRuntime connection) {
      super(entity);
      this.connection = connection;
    }

    @Override
    public InputStream getContent() throws IOException {
      return new LimitedStream(super.getContent(), connection);
    }
  }

  private final class LimitedStream extends FilterInputStream {

    private final ExecRuntime connection;
    private final AnswerMemory.Held held = memory.begin();
    private final byte[] one = new byte[1];
    private long count;

    LimitedStream(InputStream in, ExecRuntime connection) {
      super(in);
      this.connection = connection;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      one[0] = (byte) read;
      count(one, 0, read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(buffer, offset, Math.max(0, read));
      return read;
    }

    @Override
    public void close() throws IOException {
      held.read();
      super.close();
    }

    private void count(byte[] read, int offset, int more) throws IOException {
      count += more;
      if (count > limit) {
        connection.discardEndpoint();
        throw new IOException("the answer is larger than %d bytes".formatted(limit));
      }
      try {
        held.add(read, offset, more);
      } catch (IOException e) {
        connection.discardEndpoint();
        throw e;
      }
    }
  }
}
