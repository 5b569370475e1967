package org.idwiseroutes.wiring;

import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.helper.HttpMethodHelper;
import org.apache.camel.http.common.HttpHelper;
import org.apache.camel.util.URISupport;

/** Reads what an exchange would ask of the system behind an endpoint. */
final class Requests {

  private Requests() {}

  static Request of(RecordingComponent.RecordingEndpoint endpoint, Exchange exchange) {
    String step = Recording.of(exchange).last();
    String body = exchange.getMessage().getBody(String.class);
    try {
      if (endpoint.real() instanceof HttpEndpoint http) {
        String url = HttpHelper.createURL(exchange, http);
        return new Request(
            step,
            HttpMethodHelper.createMethod(exchange, http).name(),
            HttpHelper.createURI(exchange, url, http).toString(),
            headers(exchange),
            body);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("This is no URL: " + e.getMessage(), e);
    }
    String uri = endpoint.name();
    String method = uri.contains(":") ? uri.substring(0, uri.indexOf(':')) : "outbox";
    String recipients = exchange.getMessage().getHeader("To", String.class);
    return new Request(
        step,
        method.toUpperCase(Locale.ROOT),
        recipients == null ? URISupport.stripQuery(URISupport.sanitizeUri(uri)) : recipients,
        headers(exchange),
        body);
  }

  private static Map<String, String> headers(Exchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getMessage()
        .getHeaders()
        .forEach(
            (name, value) -> {
              if (value != null && Request.shows(name)) {
                headers.put(name, value.toString());
              }
            });
    return headers;
  }
}
