package org.idwiseroutes.webhook;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Where a request comes from. {@code X-Forwarded-For} is read from its end, for as long as the one
 * who wrote an entry is a trusted proxy; so what a caller puts there itself is never reached.
 */
@Component
class ClientAddress {

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final Networks trusted;

  ClientAddress(Sources sources) {
    trusted = new Networks("idwise.trusted-proxies", sources.trustedProxies());
  }

  String of(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    List<String> forwarded = forwarded(request);
    for (int i = forwarded.size() - 1; i >= 0 && trusted.contain(address); i--) {
      if (!Networks.isAddress(forwarded.get(i))) {
        return address;
      }
      address = forwarded.get(i);
    }
    return address;
  }

  private static List<String> forwarded(HttpServerRequest request) {
    List<String> entries = new ArrayList<>();
    for (String header : request.headers().getAll(FORWARDED_FOR)) {
      for (String entry : header.split(",", -1)) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }
}
