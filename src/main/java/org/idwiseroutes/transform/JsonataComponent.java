package org.idwiseroutes.transform;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Maps JSON by a JSONata expression: {@code jsonata:resourceUri}. Options, as in Camel's component
 * of this name:
 *
 * <ul>
 *   <li>{@code inputType}, {@code outputType}: {@code Jackson} (the default) or {@code JsonString}
 *   <li>{@code prettyPrint}: the text has line breaks; off by default
 *   <li>{@code contentCache}: the expression is read and compiled once; on by default
 * </ul>
 *
 * <p>In an expression, {@code $setting("jira.project")} is a setting of the application.
 */
public class JsonataComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String resource, Map<String, Object> parameters)
      throws Exception {
    return new JsonataEndpoint(
        uri,
        this,
        resource,
        new JsonataEndpoint.Options(
            type(parameters, "inputType"),
            type(parameters, "outputType"),
            getAndRemoveParameter(parameters, "prettyPrint", Boolean.class, false),
            getAndRemoveParameter(parameters, "contentCache", Boolean.class, true)));
  }

  private JsonataEndpoint.Type type(Map<String, Object> parameters, String option) {
    return getAndRemoveParameter(
        parameters, option, JsonataEndpoint.Type.class, JsonataEndpoint.Type.Jackson);
  }
}
