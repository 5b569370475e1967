package org.idwiseroutes.transform;

import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/** Makes the URI of {@code uri: jsonata} or {@code uri: thymeleaf} and its parameters. */
public abstract class ResourceUriFactory extends EndpointUriFactorySupport
    implements EndpointUriFactory {

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

  private final String own;

  private ResourceUriFactory(String own) {
    this.own = own;
  }

  /** Of {@code jsonata:}. */
  public static final class OfJsonata extends ResourceUriFactory {

    /** For Camel. */
    public OfJsonata() {
      super("jsonata");
    }
  }

  /** Of {@code thymeleaf:}. */
  public static final class OfThymeleaf extends ResourceUriFactory {

    /** For Camel. */
    public OfThymeleaf() {
      super("thymeleaf");
    }
  }

  /** The options of a component of this package; none for another. */
  public static Set<String> options(String scheme) {
    return OPTIONS.getOrDefault(scheme, Set.of());
  }

  @Override
  public boolean isEnabled(String scheme) {
    return scheme.equals(own);
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
    return options(own);
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
