package org.idwiseroutes.transform;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.support.ProcessorEndpoint;

/**
 * One expression. An evaluation that takes more than {@value #MOST_STEPS} steps, has more than
 * {@value #DEEPEST} expressions within each other or makes more than {@value #LONGEST_TEXT}
 * characters ends with a {@link JException}.
 */
class JsonataEndpoint extends ProcessorEndpoint {

  static final int MOST_STEPS = 10_000_000;
  static final int DEEPEST = 500;
  static final int LONGEST_TEXT = 4_194_304;

  private static final String SETTING = "setting";
  private static final String SOURCE = "source";

  private static final Pattern SECRET =
      Pattern.compile(
          "(spring|idwise[.](sources|operators))[.].*"
              + "|.*(password|passphrase|secret|token|credential|webhook-?url).*"
              + "|(.*[.-])?(key|auth|pin|sig)s?");

  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String resource;
  private final Options options;
  private volatile Jsonata compiled;

  JsonataEndpoint(String uri, Component component, String resource, Options options) {
    super(uri, component);
    this.resource = resource;
    this.options = options;
  }

  /** How a body is given and taken; the names are those of Camel's option. */
  enum Type {
    Jackson,
    JsonString
  }

  record Options(Type input, Type output, boolean pretty, boolean cached) {}

  @Override
  protected void onExchange(Exchange exchange) throws Exception {
    String source = exchange.getVariable(SOURCE, String.class);
    exchange.getMessage().setBody(output(evaluate(input(exchange), source)));
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  private Object input(Exchange exchange) throws Exception {
    return options.input() == Type.JsonString
        ? JSON.readValue(exchange.getMessage().getMandatoryBody(InputStream.class), Object.class)
        : JSON.convertValue(exchange.getMessage().getBody(), Object.class);
  }

  private Object output(Object result) throws JsonProcessingException {
    ObjectWriter writer = options.pretty() ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer();
    String text = writer.writeValueAsString(result);
    if (text.length() > LONGEST_TEXT) {
      throw new JException(
          "%s makes %d characters; at most %d are taken"
              .formatted(resource, text.length(), LONGEST_TEXT),
          -1);
    }
    return options.output() == Type.JsonString ? text : JSON.readTree(text);
  }

  private Object evaluate(Object input, String source) throws IOException {
    Jsonata expression = expression();
    // What belongs to one evaluation, $now() among it, the library keeps in the expression that
    // this thread compiled last.
    Jsonata.jsonata("$");
    Jsonata.Frame frame = expression.createFrame();
    new Bounds().set(frame);
    frame.bind(SETTING, new Jsonata.JFunction((any, names) -> setting(names, source), "<s:s>"));
    return expression.evaluate(input, frame);
  }

  /**
   * {@code $setting("jira.project")}: what is set under a name, for the source of the exchange
   * before that for all, unless it is a secret.
   */
  private String setting(List<?> names, String source) {
    String name = String.valueOf(names.get(0));
    if (!PLAIN.matcher(name).matches() || SECRET.matcher(name).matches()) {
      throw new JException(
          "%s: $setting(\"%s\") is for names in lower-case letters that hold no secret; give a secret to the call as an option"
              .formatted(resource, name),
          -1);
    }
    try {
      Optional<String> own =
          source == null
              ? Optional.empty()
              : SettingLookup.of(getCamelContext(), name + "." + source);
      return own.orElseGet(() -> SettingLookup.required(getCamelContext(), name));
    } catch (IllegalArgumentException e) {
      throw new JException("%s: $setting(\"%s\") is set nowhere".formatted(resource, name), -1);
    }
  }

  /**
   * Counts, so that an expression ends alike on a slow and on a fast machine. The library's own
   * bounds count wrongly: of an array or object in a function they see the beginning and not the
   * end.
   */
  private final class Bounds {

    private int steps;
    private int depth;

    private void set(Jsonata.Frame frame) {
      frame.setEvaluateEntryCallback((expression, input, environment) -> begun());
      frame.setEvaluateExitCallback((expression, input, environment, result) -> depth--);
    }

    private void begun() {
      steps++;
      depth++;
      if (steps > MOST_STEPS) {
        throw new JException(
            "%s has no end: it was stopped after %d steps".formatted(resource, MOST_STEPS), -1);
      }
      if (depth > DEEPEST) {
        throw new JException(
            "%s has more than %d expressions within each other: does a function call itself?"
                .formatted(resource, DEEPEST),
            -1);
      }
    }
  }

  private Jsonata expression() throws IOException {
    Jsonata known = compiled;
    if (known == null || !options.cached()) {
      known = Jsonata.jsonata(ResourceText.read(getCamelContext(), resource));
      compiled = known;
    }
    return known;
  }
}
