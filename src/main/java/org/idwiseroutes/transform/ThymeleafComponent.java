package org.idwiseroutes.transform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * Renders a Thymeleaf template: {@code thymeleaf:resourceUri}. It reads the exchange's {@code
 * body}, {@code headers} and {@code variables}. Options, as in Camel's component of this name:
 *
 * <ul>
 *   <li>{@code templateMode}: {@code HTML} (the default), {@code TEXT} and Thymeleaf's others
 *   <li>{@code cacheable}: the template is read once; on by default
 *   <li>{@code resolver}: {@code STRING} alone: what {@code resourceUri} names is the template
 * </ul>
 */
public class ThymeleafComponent extends DefaultComponent {

  private static final String ONLY_RESOLVER = "STRING";

  /** For all contexts: an engine keeps nothing of them, and takes a while to begin. */
  private static final Map<TemplateMode, TemplateEngine> ENGINES = new ConcurrentHashMap<>();

  @Override
  protected Endpoint createEndpoint(String uri, String resource, Map<String, Object> parameters)
      throws Exception {
    String resolver = getAndRemoveParameter(parameters, "resolver", String.class, ONLY_RESOLVER);
    if (!resolver.equals(ONLY_RESOLVER)) {
      throw new IllegalArgumentException(
          "resolver=%s: only %s is there, for which resourceUri names the template"
              .formatted(resolver, ONLY_RESOLVER));
    }
    return new ThymeleafEndpoint(
        uri,
        this,
        resource,
        engine(
            getAndRemoveParameter(
                parameters, "templateMode", TemplateMode.class, TemplateMode.HTML)),
        getAndRemoveParameter(parameters, "cacheable", Boolean.class, true));
  }

  /** It keeps what it compiled, by the template's text. */
  private static TemplateEngine engine(TemplateMode mode) {
    return ENGINES.computeIfAbsent(
        mode,
        one -> {
          StringTemplateResolver texts = new StringTemplateResolver();
          texts.setTemplateMode(one);
          texts.setCacheable(true);
          TemplateEngine engine = new TemplateEngine();
          engine.setTemplateResolver(texts);
          return engine;
        });
  }
}
