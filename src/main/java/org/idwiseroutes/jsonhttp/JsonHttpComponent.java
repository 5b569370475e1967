package org.idwiseroutes.jsonhttp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * One call of a JSON API: {@code json-http:METHOD}. The body is JSON text before and after it.
 * Options:
 *
 * <ul>
 *   <li>{@code url}: what is called. {@code {NAME}} in it is the variable of this name,
 *       percent-encoded, so that it stays in its place in path or query
 *   <li>{@code mapping}: the JSONata that makes the request's body of the message's. Without it the
 *       message's body is sent, except by GET and DELETE
 *   <li>{@code answer}: the JSONata that makes the message's body of the answer; it maps {@code
 *       null} when the answer is empty. Without it the answer is the body
 *   <li>{@code basic}: user name and password with a colon between them
 *   <li>{@code bearer}: a token
 *   <li>{@code header}: one header, as {@code X-Api-Key: …}, for systems that take a key so
 *   <li>{@code oauth2}: the system whose token of {@link AccessTokens} is sent; a token that is
 *       refused with 401 is renewed once
 *   <li>all options of Camel's {@code http:}, such as {@code okStatusCodeRange}
 * </ul>
 *
 * <p>A source may have settings of its own in {@code url}, {@code basic}, {@code bearer}, {@code
 * oauth2} and mappings: where a route file names {@code {{crm.url}}}, {@code crm.url.acme} is that
 * of the source {@code acme}.
 *
 * <p>{@code mapping} and {@code answer} name a resource, such as {@code file:…}, or are the
 * expression. The message's headers are sent, except those that begin with {@code Camel}. After the
 * call they are as they were, with the answer's status as {@code CamelHttpResponseCode}.
 */
public class JsonHttpComponent extends DefaultComponent {

  /** The scheme. */
  public static final String SCHEME = "json-http";

  /** The options that are not those of {@code http:}. */
  public static final Set<String> OPTIONS =
      Set.of("url", "mapping", "answer", "basic", "bearer", "header", "oauth2");

  /** A reference to a bean, a number or a word. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:/#-]*");

  private static final Pattern SERVER = Pattern.compile("^https?://[^/?#{}]+");

  /** A setting may be empty until its system is used; the call says so then. */
  private static final String NO_SERVER = "https://not-set";

  /** Those in which a source may have settings of its own. */
  public static final Set<String> OF_TENANTS = Set.of("url", "basic", "bearer", "header");

  @Override
  protected Endpoint createEndpoint(String uri, String method, Map<String, Object> parameters)
      throws Exception {
    String url = option(parameters, "url");
    if (url == null) {
      throw new IllegalArgumentException("%s needs the option url".formatted(SCHEME));
    }
    String basic = option(parameters, "basic");
    String bearer = option(parameters, "bearer");
    String oauth2 = option(parameters, "oauth2");
    String header = option(parameters, "header");
    JsonHttpEndpoint.Call call =
        new JsonHttpEndpoint.Call(
            method,
            new UrlTemplate(getCamelContext(), url),
            Login.of(getCamelContext(), basic, bearer, oauth2),
            header == null ? null : new TenantText(getCamelContext(), header));
    if (oauth2 != null && "false".equals(parameters.get("throwExceptionOnFailure"))) {
      throw new IllegalArgumentException(
          "With oauth2, leave throwExceptionOnFailure out: a token that is refused is renewed by it");
    }
    if (parameters.containsKey("bridgeEndpoint")) {
      throw new IllegalArgumentException(
          "bridgeEndpoint has no place here: url says what is called");
    }
    String mapping = jsonata(option(parameters, "mapping"));
    String answer = jsonata(option(parameters, "answer"));
    String http = http(new TenantText(getCamelContext(), url).ofNobody(), method, parameters);
    parameters.clear();
    return new JsonHttpEndpoint(uri, this, call, mapping, http, answer);
  }

  private String option(Map<String, Object> parameters, String name) {
    return getAndRemoveParameter(parameters, name, String.class);
  }

  private String jsonata(String expression) {
    if (expression == null) {
      return null;
    }
    String resource = expression;
    if (isExpression(expression)) {
      byte[] text = expression.getBytes(StandardCharsets.UTF_8);
      String name = "%s.%s".formatted(SCHEME, UUID.nameUUIDFromBytes(text));
      getCamelContext().getRegistry().bind(name, expression);
      resource = "ref:" + name;
    }
    return "jsonata:%s?inputType=JsonString&outputType=JsonString".formatted(resource);
  }

  /** Of the option {@code basic}, what stands behind the user name; it may have placeholders. */
  public static String password(String basic) {
    return basic.replaceFirst("^([^{:]|\\{\\{[^{}]*}})*:", "");
  }

  /** Whether a mapping is written out and not in a file. */
  public static boolean isExpression(String mapping) {
    return !mapping.matches("(?s)(file|classpath|ref|https?):.*");
  }

  /** The URL that is called is a header of each call: an endpoint's own would be encoded anew. */
  private static String http(String url, String method, Map<String, Object> options) {
    Matcher server = SERVER.matcher(url);
    return (server.find() ? server.group() : NO_SERVER)
        + "?httpMethod="
        + method
        + options.entrySet().stream()
            .map(one -> "&%s=%s".formatted(one.getKey(), raw(String.valueOf(one.getValue()))))
            .collect(Collectors.joining());
  }

  private static String raw(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    return value.contains(")&") ? "RAW{" + value + "}" : "RAW(" + value + ")";
  }
}
