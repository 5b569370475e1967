package org.idwiseroutes.transform;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/** Makes the URI of {@code uri: jsonata} or {@code uri: thymeleaf} and its parameters. */
public class ResourceUriFactory extends EndpointUriFactorySupport implements EndpointUriFactory {

  private static final String RESOURCE = "resourceUri";

  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "jsonata",
          Set.of(
              RESOURCE,
              "contentCache",
              "inputType",
              "outputType",
              "prettyPrint",
              "lazyStartProducer"),
          "thymeleaf",
          Set.of(RESOURCE, "cacheable", "resolver", "templateMode", "lazyStartProducer"));

  private String scheme;

  @Override
  public boolean isEnabled(String scheme) {
    this.scheme = scheme;
    return OPTIONS.containsKey(scheme);
  }

  @Override
  public String buildUri(String scheme, Map<String, Object> properties, boolean encode)
      throws URISyntaxException {
    String syntax = scheme + ":" + RESOURCE;
    Map<String, Object> rest = new HashMap<>(properties);
    String uri = buildPathParameter(syntax, syntax, RESOURCE, null, true, rest);
    return buildQueryParameters(uri, rest, encode);
  }

  @Override
  public Set<String> propertyNames() {
    return OPTIONS.getOrDefault(scheme, Set.of());
  }

  @Override
  public Set<String> secretPropertyNames() {
    return Set.of();
  }

  @Override
  public Map<String, String> multiValuePrefixes() {
    return Map.of();
  }

  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
