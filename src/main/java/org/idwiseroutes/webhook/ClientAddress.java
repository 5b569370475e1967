package org.idwiseroutes.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
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

  String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    List<String> forwarded = forwarded(request);
    for (int i = forwarded.size() - 1; i >= 0 && trusted.contain(address); i--) {
      if (!Networks.isAddress(forwarded.get(i))) {
        return address;
      }
      address = forwarded.get(i);
    }
    return address;
  }

  private static List<String> forwarded(HttpServletRequest request) {
    List<String> entries = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders(FORWARDED_FOR))) {
      for (String entry : header.split(",", -1)) {
        entries.add(entry.strip());
      }
    }
    return entries;
  }
}
