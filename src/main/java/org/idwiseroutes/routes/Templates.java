package org.idwiseroutes.routes;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.thymeleaf.ThymeleafComponent;
import org.apache.camel.component.thymeleaf.ThymeleafEndpoint;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.thymeleaf.context.Context;

/**
 * The component {@code thymeleaf}, which reads templates as UTF-8. Camel's own reads them in the
 * character set of the machine, which on Java 17 without a locale is ASCII. Each Camel context has
 * one of its own: routes are tried in contexts beside the one that runs.
 */
@org.springframework.stereotype.Component("thymeleaf-component")
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class Templates extends ThymeleafComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Template endpoint = new Template(uri, this, remaining);
    endpoint.setAllowTemplateFromHeader(isAllowTemplateFromHeader());
    endpoint.setAllowContextMapAll(isAllowContextMapAll());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private static final class Template extends ThymeleafEndpoint {

    private static final String TAKEN = "ref:";

    Template(String uri, Component component, String resource) {
      super(uri, component, resource);
    }

    @Override
    protected void onExchange(Exchange exchange) throws Exception {
      String text = text();
      setTemplate(text);
      Context context = new Context();
      context.setVariables(ExchangeHelper.createVariableMap(exchange, isAllowContextMapAll()));
      ExchangeHelper.setInOutBodyPatternAware(exchange, getTemplateEngine().process(text, context));
    }

    private String text() throws java.io.IOException {
      String resource = getResourceUri();
      if (resource.startsWith(TAKEN)) {
        return getCamelContext()
            .getRegistry()
            .lookupByNameAndType(resource.substring(TAKEN.length()), String.class);
      }
      if (!ResourceHelper.hasScheme(resource)) {
        return resource;
      }
      try (InputStream in =
          ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), resource)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
