package org.idwiseroutes.jsonhttp;

import com.dashjoin.jsonata.JException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.ObjectHelper;
import org.idwiseroutes.outbox.PermanentFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps, sends, maps; leaves the message's headers as they were. */
class JsonHttpProducer extends DefaultProducer {

  private static final String JSON = "application/json";
  private static final String AUTHORIZATION = "Authorization";

  /** JSONata's code for {@code $error}. */
  private static final String REFUSED = "D3137";

  private static final int NOT_FOUND = 404;
  private static final int UNAUTHORIZED = 401;

  private static final Logger LOG = LoggerFactory.getLogger(JsonHttpProducer.class);

  private final JsonHttpEndpoint.Call call;
  private final Producer mapping;
  private final Producer http;
  private final Producer answer;
  private CallListener listener;

  JsonHttpProducer(
      JsonHttpEndpoint endpoint,
      JsonHttpEndpoint.Call call,
      Producer mapping,
      Producer http,
      Producer answer) {
    super(endpoint);
    this.call = call;
    this.mapping = mapping;
    this.http = http;
    this.answer = answer;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    if (mapping != null) {
      mapping.process(exchange);
    }
    Message message = exchange.getMessage();
    Map<String, Object> before = new HashMap<>(message.getHeaders());
    Object status = null;
    String asked = null;
    String url = null;
    long began = System.nanoTime();
    try {
      prepare(exchange, message);
      url = message.getHeader(Exchange.HTTP_URI, String.class);
      if (isHeard()) {
        asked = message.getBody(String.class);
        message.setBody(asked);
      }
      send(exchange);
      status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
    } catch (Exception e) {
      if (isHeard() && url != null) {
        tell(exchange, url, asked, began, e);
      }
      throw e;
    } finally {
      exchange.getMessage().setHeaders(before);
    }
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    String answered = exchange.getMessage().getBody(String.class);
    exchange.getMessage().setBody(answered);
    if (isHeard()) {
      tell(exchange, url, asked, began, (Integer) status, answered);
    }
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    if (answer != null && exchange.getException() == null) {
      map(exchange, status);
    }
  }

  /** A rehearsal, or a test of a route, calls nobody. */
  private boolean isHeard() {
    return listener != null && listener.isOn() && http.getEndpoint() instanceof HttpEndpoint;
  }

  private void tell(Exchange exchange, String url, String asked, long began, Exception failure) {
    HttpOperationFailedException refused =
        ObjectHelper.getException(HttpOperationFailedException.class, failure);
    tell(
        exchange,
        url,
        asked,
        began,
        refused == null ? null : refused.getStatusCode(),
        refused == null ? failure.toString() : refused.getResponseBody());
  }

  private void tell(
      Exchange exchange, String url, String asked, long began, Integer status, String answer) {
    try {
      listener.called(
          exchange,
          new CallListener.Call(
              call.method(),
              url,
              asked,
              status,
              answer,
              Duration.ofNanos(System.nanoTime() - began)));
    } catch (RuntimeException e) {
      LOG.warn("A call was made and could not be told", e);
    }
  }

  /** Where 404 is an answer, it says that there is nothing, whatever page comes with it. */
  private void map(Exchange exchange, Object status) throws Exception {
    String text = exchange.getMessage().getBody(String.class);
    boolean nothing = text == null || text.isBlank() || Integer.valueOf(NOT_FOUND).equals(status);
    exchange.getMessage().setBody(nothing ? "null" : text);
    try {
      answer.process(exchange);
    } catch (JException e) {
      if (e.getError().equals(REFUSED)) {
        throw new PermanentFailureException(e.getMessage());
      }
      throw e;
    }
  }

  /** What all others log in with is not shown to a server that is one source's own. */
  private void refuseForeignLogin(Exchange exchange) {
    String source = exchange.getVariable(TenantText.SOURCE, String.class);
    if (source == null || !call.url().isElsewhere(exchange)) {
      return;
    }
    boolean ownHeader = call.header() == null || call.header().isOwnOf(source);
    if (!ownHeader || !call.login().isOwnOf(source, exchange)) {
      throw new IllegalStateException(
          "%s is the server of source \"%s\" alone, but the login is that of all; set the source's own, with .%s behind the settings' names"
              .formatted(
                  call.url().of(exchange).replaceFirst("(://[^/?]+).*", "$1"), source, source));
    }
  }

  private void prepare(Exchange exchange, Message message) {
    refuseForeignLogin(exchange);
    message.removeHeaders("Camel*");
    message.setHeader("Accept", JSON);
    message.setHeader(Exchange.HTTP_URI, call.url().of(exchange));
    String authorization = call.login().header(exchange);
    if (authorization != null) {
      message.setHeader(AUTHORIZATION, authorization);
    }
    if (call.header() != null) {
      String[] header = call.header().of(exchange).split(":", 2);
      message.setHeader(header[0].strip(), header.length == 2 ? header[1].strip() : "");
    }
    if (call.hasBody()) {
      message.setHeader(Exchange.CONTENT_TYPE, JSON);
    } else {
      message.removeHeader(Exchange.CONTENT_TYPE);
      message.setBody(null);
    }
  }

  private void call(Exchange exchange) throws Exception {
    if (answer == null && !call.method().equalsIgnoreCase("GET")) {
      AnswerUse.ofStatus(() -> http.process(exchange));
    } else {
      http.process(exchange);
    }
  }

  private void send(Exchange exchange) throws Exception {
    String system = call.login().system();
    if (system == null) {
      call(exchange);
      return;
    }
    AccessTokens tokens = call.login().tokens(exchange);
    Object body = exchange.getMessage().getBody();
    Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
    String source = exchange.getVariable(TenantText.SOURCE, String.class);
    String token = tokens.token(system, source);
    try {
      send(exchange, tokens.type(system, source) + " " + token);
    } catch (HttpOperationFailedException e) {
      if (e.getStatusCode() != UNAUTHORIZED) {
        throw e;
      }
      tokens.forget(system, source, token);
      exchange.getMessage().setBody(body);
      exchange.getMessage().setHeaders(headers);
      send(exchange, tokens.type(system, source) + " " + tokens.token(system, source));
    }
  }

  private void send(Exchange exchange, String authorization) throws Exception {
    exchange.getMessage().setHeader(AUTHORIZATION, authorization);
    call(exchange);
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    listener = getEndpoint().getCamelContext().getRegistry().findSingleByType(CallListener.class);
    ServiceHelper.initService(mapping, http, answer);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(mapping, http, answer);
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(mapping, http, answer);
    super.doStop();
  }
}
