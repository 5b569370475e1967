package org.idwiseroutes.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.SensitiveUtils;
import org.idwiseroutes.jsonhttp.JsonHttpComponent;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.transform.SettingLookup;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Finds the settings that route files fill into credentials, headers and URLs, and tells {@link
 * Secrets} of them. These are secrets, whatever they are called:
 *
 * <ul>
 *   <li>an option that Camel's component calls secret, or whose name says so, but no user name
 *   <li>a header that is none of HTTP's and mail's plain ones, such as {@code Content-Type}
 *   <li>the user information of a URL, and a value of its query with eight characters or more,
 *       unless the parameter says how a record is found
 *   <li>a part of a URL's path that looks like a token: 16 characters or more, with digits
 *   <li>the whole of what becomes {@code CamelHttpUri}
 *   <li>what is written behind {@code Bearer} and the like, or behind a name such as {@code
 *       "password":}
 *   <li>a variable, header or parameter that goes on to one of these
 * </ul>
 */
@Component
public class CredentialSettings {

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{\\{(?:\\?|json:|quoted:)?([^{}]+)}}|\\$\\{properties(?:AsString)?:([^{}]+)}|\\$\\{(?:sysenv|env)[.:]([^{}]+)}");

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:simple)?\\{(?:variable|variableAs|header|headers|exchangeProperty)[.:]([\\w.-]+)|\\{\\{(?:\\?|json:|quoted:)?([\\w-]+)}}");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(password|passphrase|passwd|secret|token|credential|api-?_?key|access-?_?key|private-?_?key"
              + "|shared-?_?key|authorization|signature|webhook-?_?url)s?|(.*[._-])?(key|auth|pin|sig)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_NAME =
      Pattern.compile(".*user(name)?|.*client-?id", Pattern.CASE_INSENSITIVE);

  private static final String FILLED = "([^\\s\"'&,;]*\\{\\{[^\\s\"'&,;]*)";

  private static final Pattern BEHIND_A_WORD =
      Pattern.compile(
          "(?:\\b(?:bearer|basic|token|apikey|key)\\s+"
              + "|(?:password|passphrase|secret|token|credential|api_?-?key)s?[\"']?\\s*[:=]\\s*[\"']?)"
              + FILLED,
          Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_INFO = Pattern.compile("://([^/\\s?#]*)@");
  private static final Pattern QUERY = Pattern.compile("[?&]([^=&\\s]+)=([^&\\s]*)");
  private static final Pattern URL_SETTING = Pattern.compile("^\\{\\{\\??([^{}]+)}}");
  private static final Pattern WITH_PATH = Pattern.compile("https?://[^/]+/.*[^/].*");
  private static final Pattern WHOLE_SETTING = Pattern.compile("\\{\\{[^{}]+}}");
  private static final int SHORTEST_IN_QUERY = 8;
  private static final Pattern TOKEN = Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])[^/\\s]{16,}");

  /** Parameters that say how a record is found: a setting in them names a field. */
  private static final Set<String> PLAIN_QUERIES = Set.of("criteria", "idproperty");

  private static final Set<String> PLAIN_HEADERS =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "bcc",
          "cache-control",
          "cc",
          "connection",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "contenttype",
          "date",
          "from",
          "host",
          "idempotency-key",
          "if-match",
          "if-none-match",
          "message-id",
          "origin",
          "prefer",
          "referer",
          "reply-to",
          "subject",
          "to",
          "traceparent",
          "tracestate",
          "user-agent",
          "x-request-id",
          "x-correlation-id");

  private final CamelContext camel;
  private final Secrets secrets;
  private final Environment settings;
  private final Set<String> sources;
  private final Map<String, Object> roots = new HashMap<>();
  private final Map<String, Optional<EndpointUriFactory>> options = new HashMap<>();
  private Map<String, String> addresses = Map.of();

  CredentialSettings(CamelContext camel, Secrets secrets, Environment settings) {
    this.settings = settings;
    this.sources =
        Binder.get(settings)
            .bind("idwise.sources", Bindable.mapOf(String.class, Object.class))
            .orElse(Map.of())
            .keySet();
    this.camel = camel;
    this.secrets = secrets;
  }

  /** Looks through route files, by name, together with those that it has seen before. */
  public synchronized void learn(Map<String, YamlText> files) {
    files.forEach((name, file) -> roots.put(name, file.value()));
    Search search = new Search();
    int known;
    do {
      known = search.names.size();
      roots.values().forEach(root -> search.visit(root, ""));
    } while (search.names.size() > known);
    secrets.learn(search.secrets(), search.urls().values());
    addresses = search.urls();
  }

  /** The addresses that routes call, by the names of their settings, as they hold. */
  public synchronized Map<String, String> addresses() {
    return addresses;
  }

  /** What the component of this name has; null when there is no such one. */
  private EndpointUriFactory options(String scheme) {
    return options
        .computeIfAbsent(
            scheme,
            name ->
                Optional.ofNullable(camel.getCamelContextExtension().getEndpointUriFactory(name)))
        .orElse(null);
  }

  /** What sources have set for themselves, by name. */
  private Map<String, String> ofTenants(String placeholder) {
    Map<String, String> own = new TreeMap<>();
    for (String source : sources) {
      String name = name(placeholder) + "." + source;
      String value = settings.getProperty(name, "");
      if (!value.isEmpty()) {
        own.put(name, value);
      }
    }
    return own;
  }

  /** The value that holds; empty when there is none. */
  private String value(String placeholder) {
    try {
      return SettingLookup.required(camel, placeholder);
    } catch (RuntimeException e) {
      return "";
    }
  }

  /** One look through all files; it is repeated until no further name turns up. */
  private final class Search {

    /** Of variables, headers and parameters of templates that become credentials. */
    private final Set<String> names = new HashSet<>();

    private final Set<String> found = new TreeSet<>();
    private final Set<String> inQueries = new TreeSet<>();
    private final Set<String> inPaths = new TreeSet<>();
    private final Set<String> addresses = new TreeSet<>();

    /** Settings that are a whole URL somewhere, and those to which something is appended. */
    private final Set<String> whole = new TreeSet<>();

    private final Set<String> begun = new TreeSet<>();

    Map<String, String> secrets() {
      Map<String, String> values = new TreeMap<>();
      found.forEach(placeholder -> values.put(name(placeholder), value(placeholder)));
      found.forEach(placeholder -> values.putAll(ofTenants(placeholder)));
      whole.stream()
          .filter(placeholder -> !begun.contains(placeholder))
          .forEach(
              placeholder -> {
                put(values, name(placeholder), value(placeholder));
                ofTenants(placeholder).forEach((name, value) -> put(values, name, value));
              });
      inQueries.forEach(
          placeholder -> {
            String value = value(placeholder);
            if (value.length() >= SHORTEST_IN_QUERY) {
              values.put(name(placeholder), value);
            }
          });
      inPaths.forEach(
          placeholder -> {
            String value = value(placeholder);
            if (TOKEN.matcher(value).matches()) {
              values.put(name(placeholder), value);
            }
          });
      return values;
    }

    /** An address with a path, to which no route appends one, is a hook: its path is the secret. */
    private static void put(Map<String, String> values, String name, String url) {
      if (WITH_PATH.matcher(url).matches()) {
        values.put(name, url);
      }
    }

    Map<String, String> urls() {
      Map<String, String> values = new TreeMap<>();
      addresses.forEach(placeholder -> values.put(name(placeholder), value(placeholder)));
      addresses.forEach(placeholder -> values.putAll(ofTenants(placeholder)));
      return values;
    }

    void visit(Object node, String key) {
      if (node instanceof List<?> list) {
        list.forEach(one -> visit(one, key));
      } else if (node instanceof Map<?, ?> map) {
        object(map, key);
        map.forEach((name, value) -> visit(value, String.valueOf(name)));
      } else if (node instanceof String text) {
        text(text);
      }
    }

    private void object(Map<?, ?> map, String key) {
      if (map.get("uri") instanceof String uri) {
        endpoint(uri, map.get("parameters"));
      }
      if (map.get("name") instanceof String name) {
        assigned(name, map, key.equals("setHeader") || key.equals("headers"));
      }
    }

    private void endpoint(String uri, Object parameters) {
      if (uri.startsWith(JsonHttpComponent.SCHEME) && parameters instanceof Map<?, ?> map) {
        jsonHttp(map);
        return;
      }
      Matcher setting = URL_SETTING.matcher(uri);
      if (setting.find()) {
        addresses.add(setting.group(1));
      }
      boolean http = setting.hitEnd() || uri.startsWith("{{") || uri.startsWith("http");
      String scheme = http ? "http" : uri.split("[:?]", 2)[0];
      EndpointUriFactory options = options(scheme);
      if (parameters instanceof Map<?, ?> map) {
        map.forEach(
            (name, value) -> option(String.valueOf(name), String.valueOf(value), http, options));
      }
      Matcher query = QUERY.matcher(uri);
      while (query.find()) {
        option(query.group(1), query.group(2), http, options);
      }
      if (http) {
        path(uri);
      }
    }

    private void jsonHttp(Map<?, ?> parameters) {
      String url = String.valueOf(parameters.get("url"));
      Matcher setting = URL_SETTING.matcher(url);
      if (setting.find()) {
        addresses.add(setting.group(1));
      }
      if (WHOLE_SETTING.matcher(url).matches()) {
        whole.add(setting.group(1));
      } else if (setting.reset().find()) {
        begun.add(setting.group(1));
      }
      path(url);
      QUERY
          .matcher(url)
          .results()
          .forEach(part -> option(part.group(1), part.group(2), true, options("http")));
      parameters.forEach(
          (name, value) -> {
            String text = String.valueOf(value);
            switch (String.valueOf(name)) {
              case "basic" -> basic(text);
              case "oauth2" -> {
                found.add(text + ".client-secret");
                found.add(text + ".token-parameters");
              }
              case "bearer" -> credential(text);
              case "header" -> credential(text.substring(text.indexOf(':') + 1));
              default -> option(String.valueOf(name), text, false, options("http"));
            }
          });
    }

    private void basic(String login) {
      String password = JsonHttpComponent.password(login);
      credential(password);
      PLACEHOLDER
          .matcher(login.substring(0, login.length() - password.length()))
          .results()
          .filter(name -> name.group(1) != null && isSecret(name.group(1)))
          .forEach(name -> credential(name.group()));
    }

    private void option(String name, String value, boolean http, EndpointUriFactory options) {
      boolean called = options != null && options.secretPropertyNames().contains(name);
      if (!USER_NAME.matcher(name).matches()
          && (called || isSecret(name) || SensitiveUtils.containsSensitive(name))) {
        credential(value);
      } else if (http
          && options != null
          && !options.propertyNames().contains(name)
          && !PLAIN_QUERIES.contains(name.toLowerCase(Locale.ROOT))) {
        placeholders(value, inQueries);
      }
    }

    private void path(String url) {
      String path = url.replaceFirst("^\\{\\{[^{}]+}}", "").split("[?]", 2)[0];
      placeholders(path.replaceFirst("^https?:(//)?[^/]*", ""), inPaths);
    }

    private void assigned(String name, Map<?, ?> map, boolean header) {
      List<String> values = new ArrayList<>();
      map.forEach(
          (key, value) -> {
            if (!Set.of("name", "id", "description").contains(String.valueOf(key))) {
              strings(value, values);
            }
          });
      String lower = name.toLowerCase(Locale.ROOT);
      if (header && lower.equals("camelhttpuri")) {
        values.forEach(this::credential);
        values.forEach(value -> placeholders(value, addresses));
      } else if (header && lower.matches("camelhttp(raw)?query")) {
        values.forEach(value -> placeholders(value, inQueries));
      } else if (header && lower.equals("camelhttppath")) {
        values.forEach(value -> placeholders(value, inPaths));
      } else if (names.contains(name)
          || isSecret(name)
          || header && !lower.startsWith("camel") && !PLAIN_HEADERS.contains(lower)) {
        values.forEach(this::credential);
      }
    }

    /** What stands in any text at all. */
    private void text(String text) {
      USER_INFO.matcher(text).results().forEach(part -> credential(part.group(1)));
      BEHIND_A_WORD.matcher(text).results().forEach(part -> credential(part.group(1)));
    }

    private void credential(String text) {
      placeholders(text, found);
      Matcher reference = REFERENCE.matcher(text);
      while (reference.find()) {
        names.add(reference.group(1) == null ? reference.group(2) : reference.group(1));
      }
    }

    private void placeholders(String text, Set<String> into) {
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        if (placeholder.group(3) != null) {
          into.add("env:" + placeholder.group(3));
        } else {
          into.add(placeholder.group(1) == null ? placeholder.group(2) : placeholder.group(1));
        }
      }
    }

    private boolean isSecret(String name) {
      return SECRET_NAME.matcher(name).matches() || names.contains(name);
    }

    private void strings(Object node, List<String> into) {
      if (node instanceof Map<?, ?> map) {
        map.values().forEach(value -> strings(value, into));
      } else if (node instanceof List<?> list) {
        list.forEach(value -> strings(value, into));
      } else if (node != null) {
        into.add(String.valueOf(node));
      }
    }
  }

  /** The setting's name without what is taken when it is not set. */
  private static String name(String placeholder) {
    return placeholder.startsWith("env:") ? placeholder : placeholder.split(":", 2)[0];
  }
}
