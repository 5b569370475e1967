package org.idwiseroutes.privacy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Takes the secrets out of every line of the log, whoever writes it: a step {@code log} of a route
 * may log a header, and a library may quote an address.
 */
@Component
@Lazy(false)
class LogGuard {

  LogGuard(Secrets secrets) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      for (Logger logger : context.getLoggerList()) {
        logger
            .iteratorForAppenders()
            .forEachRemaining(
                appender -> {
                  if (appender instanceof OutputStreamAppender<ILoggingEvent> output) {
                    guard(output, secrets);
                  }
                });
      }
    }
  }

  private static void guard(OutputStreamAppender<ILoggingEvent> output, Secrets secrets) {
    Encoder<ILoggingEvent> encoder = output.getEncoder();
    if (encoder instanceof Guarded guarded) {
      guarded.secrets = secrets;
    } else if (encoder != null) {
      Guarded guarded = new Guarded(encoder, secrets);
      guarded.setContext(output.getContext());
      guarded.start();
      output.setEncoder(guarded);
    }
  }

  private static final class Guarded extends EncoderBase<ILoggingEvent> {

    private final Encoder<ILoggingEvent> encoder;
    private final Charset charset;
    private volatile Secrets secrets;

    Guarded(Encoder<ILoggingEvent> encoder, Secrets secrets) {
      this.encoder = encoder;
      this.secrets = secrets;
      Charset own = encoder instanceof LayoutWrappingEncoder<?> layout ? layout.getCharset() : null;
      this.charset = own == null ? StandardCharsets.UTF_8 : own;
    }

    @Override
    public byte[] headerBytes() {
      return encoder.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      byte[] line = encoder.encode(event);
      String text = new String(line, charset);
      String hidden = secrets.hide(text);
      return hidden.equals(text) ? line : hidden.getBytes(charset);
    }

    @Override
    public byte[] footerBytes() {
      return encoder.footerBytes();
    }
  }
}
