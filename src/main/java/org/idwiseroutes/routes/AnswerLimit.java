package org.idwiseroutes.routes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Reads a destination's answer up to {@code http.max-answer}, unpacked; beyond it, or beyond what
 * {@link AnswerMemory} has left, the attempt fails and the connection ends.
 */
@Component("answerLimit")
class AnswerLimit implements HttpClientConfigurer {

  private final long limit;
  private final AnswerMemory memory;

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
      response.setEntity(new LimitedEntity(entity, scope.execRuntime));
    }
    return response;
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
