package org.idwiseroutes.jsonhttp;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One call; {@link JsonHttpComponent} has its options. */
class JsonHttpEndpoint extends DefaultEndpoint {

  private final Call call;
  private final String mapping;
  private final String http;
  private final String answer;

  /**
   * What is called.
   *
   * @param mapping the endpoint that maps the body; null when it is sent as it is
   * @param http the endpoint that calls
   * @param answer the endpoint that maps the answer; null when it is taken as it is
   */
  JsonHttpEndpoint(
      String uri, Component component, Call call, String mapping, String http, String answer) {
    super(uri, component);
    this.call = call;
    this.mapping = mapping;
    this.http = http;
    this.answer = answer;
  }

  /**
   * What is asked, of whom, as whom.
   *
   * @param header one more header with its value; null for none
   */
  record Call(String method, UrlTemplate url, Login login, TenantText header) {

    boolean hasBody() {
      return !method.equals("GET") && !method.equals("DELETE");
    }
  }

  @Override
  public Producer createProducer() throws Exception {
    return new JsonHttpProducer(this, call, producer(mapping), producer(http), producer(answer));
  }

  /** Looked up for each producer, since a test of a route may put another endpoint in its place. */
  private Producer producer(String uri) throws Exception {
    return uri == null ? null : getCamelContext().getEndpoint(uri).createProducer();
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new IllegalArgumentException(
        JsonHttpComponent.SCHEME + " calls; a route cannot take anything from it");
  }
}
