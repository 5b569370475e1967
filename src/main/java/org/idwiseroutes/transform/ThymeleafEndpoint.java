package org.idwiseroutes.transform;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * One template. What it renders has at most {@value #LONGEST_TEXT} characters; more ends with a
 * {@link org.thymeleaf.exceptions.TemplateOutputException}.
 */
class ThymeleafEndpoint extends ProcessorEndpoint {

  static final int LONGEST_TEXT = 4_194_304;

  private final String resource;
  private final TemplateEngine engine;
  private final boolean cached;
  private volatile String template;

  ThymeleafEndpoint(
      String uri, Component component, String resource, TemplateEngine engine, boolean cached) {
    super(uri, component);
    this.resource = resource;
    this.engine = engine;
    this.cached = cached;
  }

  @Override
  protected void onExchange(Exchange exchange) throws Exception {
    exchange.getMessage().setBody(rendered(exchange));
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  private String rendered(Exchange exchange) throws IOException {
    Context context = new Context();
    context.setVariables(ExchangeHelper.createVariableMap(exchange, false));
    Bounded text = new Bounded();
    engine.process(template(), context, text);
    return text.toString();
  }

  private String template() throws IOException {
    String known = template;
    if (known == null || !cached) {
      known =
          ResourceHelper.hasScheme(resource)
              ? ResourceText.read(getCamelContext(), resource)
              : resource;
      template = known;
    }
    return known;
  }

  private final class Bounded extends Writer {

    private final StringWriter text = new StringWriter();

    @Override
    public void write(char[] more, int offset, int length) throws IOException {
      if (text.getBuffer().length() + length > LONGEST_TEXT) {
        throw new IOException(
            "%s renders more than %d characters".formatted(resource, LONGEST_TEXT));
      }
      text.write(more, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
