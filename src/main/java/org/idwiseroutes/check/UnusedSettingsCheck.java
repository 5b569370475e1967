package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;

/**
 * Somebody reads each setting of the command line, of a file beside the program, and each variable
 * that begins as the product's: a misspelt one changes nothing, and nobody is told. Judged are
 * names that begin as the product's own do, and names that are almost one of those; all else may be
 * read by a team's own code.
 */
@Component
class UnusedSettingsCheck implements RouteCheck {

  private static final Pattern OF_SPRING =
      Pattern.compile("(spring|server|management|logging|camel|debug|trace)([.\\[].*)?");

  /** A team's addresses: which teams there are, the rules say. */
  private static final String TEAMS = "email.";

  /** What {@code oauth2: NAME} reads as {@code NAME.…}. */
  private static final Set<String> OF_TOKENS =
      Set.of(
          "token-url",
          "client-id",
          "client-secret",
          "scope",
          "token-lifetime",
          "token-parameters",
          "token-type");

  /** A header of a source may have any name. */
  private static final String HEADERS = "headers.";

  private static final String OWN_VARIABLE = "IDWISE_";
  private static final String NOBODY = "nobody reads the ";

  /**
   * For a service that is called idwise-routes, Kubernetes sets these in each container, and {@code
   * …_PORT} to a URL.
   */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private static final Pattern PORT_OF_KUBERNETES = Pattern.compile(".*_PORT=\\w+://.*");

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private final ConfigurableEnvironment settings;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> beginnings = new TreeSet<>(Set.of(TEAMS));

  /** What settings of a source, an operator or a tenant end with, by what they begin with. */
  private final Map<String, Set<String>> endings;

  UnusedSettingsCheck(ConfigurableEnvironment settings) throws IOException {
    this.settings = settings;
    this.endings = endings();
    names.addAll(
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("application.properties"))
            .stringPropertyNames());
    try (InputStream metadata = new ClassPathResource(METADATA).getInputStream()) {
      for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
        String name = property.path("name").asText();
        names.add(name);
        if (property.path("type").asText().startsWith("java.util.Map")) {
          beginnings.add(name + ".");
        }
      }
    }
    names.removeIf(name -> OF_SPRING.matcher(name).matches());
  }

  /** Whether this check has found it: a setting that does nothing is not a matter of style. */
  static boolean isFrom(Problem problem) {
    return problem.text().startsWith(NOBODY);
  }

  /** A setting with its place; line 0 for none. */
  private record Written(String name, String value, String file, int line) {}

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    List<Written> written = written();
    for (Written one : written) {
      misspeltEnding(one).ifPresent(problems::add);
      boolean isReferredTo =
          written.stream().anyMatch(other -> other.value().contains("${" + one.name()));
      if (isJudged(one.name())
          && !isReferredTo
          && !isNamed(one.name(), folder)
          && !isOfTenant(one.name(), folder)
          && !isOfTokens(one.name(), folder)) {
        problems.add(
            new Problem(
                    one.file(),
                    one.line(),
                    NOBODY
                        + "setting \"%s\"%s"
                            .formatted(one.name(), Similar.words(one.name(), names)))
                .asWarning());
      }
    }
    for (String variable : variables()) {
      boolean isReferredTo = written.stream().anyMatch(one -> one.value().contains(variable));
      if (!isReferredTo && !isNamed(variable, folder)) {
        strayVariable(variable).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private List<String> variables() {
    return settings.getPropertySources().stream()
        .filter(SystemEnvironmentPropertySource.class::isInstance)
        .flatMap(all -> Stream.of(((SystemEnvironmentPropertySource) all).getPropertyNames()))
        .filter(name -> name.startsWith(OWN_VARIABLE))
        .filter(name -> !OF_KUBERNETES.matcher(name).matches())
        .filter(
            name -> !PORT_OF_KUBERNETES.matcher(name + "=" + settings.getProperty(name)).matches())
        .sorted()
        .toList();
  }

  private Optional<Problem> strayVariable(String name) {
    String bare = bare(name.replaceFirst("(_\\d+)?_?$", ""));
    Map<String, String> variables = new TreeMap<>();
    Stream.concat(names.stream(), beginnings.stream())
        .filter(known -> known.startsWith("idwise."))
        .forEach(known -> variables.put(bare(known), asVariable(known)));
    boolean isKnown =
        variables.containsKey(bare)
            || beginnings.stream().map(UnusedSettingsCheck::bare).anyMatch(bare::startsWith);
    return isKnown
        ? Optional.empty()
        : Optional.of(
            new Problem(
                    "the environment",
                    0,
                    NOBODY
                        + "variable \"%s\"%s"
                            .formatted(name, Similar.words(name, variables.values())))
                .asWarning());
  }

  /** {@code idwise.sources.} as {@code IDWISE_SOURCES_…}. */
  private static String asVariable(String name) {
    return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)
        + (name.endsWith(".") ? "…" : "");
  }

  private static String bare(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** Behind the name of the source, which anybody may choose. */
  private static String ending(String name, String beginning) {
    return uniform(name.substring(name.indexOf('.', beginning.length()) + 1));
  }

  /** As application.properties shows them, in comments as well. */
  private static Map<String, Set<String>> endings() throws IOException {
    Map<String, Set<String>> endings = new TreeMap<>();
    String all =
        new ClassPathResource("application.properties").getContentAsString(StandardCharsets.UTF_8);
    for (String beginning : List.of("idwise.sources.", "idwise.operators.")) {
      Set<String> found = new TreeSet<>();
      Matcher shown =
          Pattern.compile("(?m)^#? ?(" + Pattern.quote(beginning) + "[\\w-]+\\.[\\w.\\[\\]-]+)=")
              .matcher(all);
      while (shown.find()) {
        found.add(ending(shown.group(1), beginning));
      }
      endings.put(beginning, found);
    }
    return endings;
  }

  private Optional<Problem> misspeltEnding(Written one) {
    for (Map.Entry<String, Set<String>> known : endings.entrySet()) {
      if (one.name().startsWith(known.getKey())
          && one.name().indexOf('.', known.getKey().length()) > 0) {
        String ending = ending(one.name(), known.getKey());
        if (!known.getValue().contains(ending) && !ending.startsWith(HEADERS)) {
          return Optional.of(
              new Problem(
                      one.file(),
                      one.line(),
                      NOBODY
                          + "setting \"%s\"%s"
                              .formatted(one.name(), Similar.words(ending, known.getValue())))
                  .asWarning());
        }
      }
    }
    return Optional.empty();
  }

  private boolean isJudged(String name) {
    if (OF_SPRING.matcher(name).matches()
        || beginnings.stream().anyMatch(name::startsWith)
        || names.stream().anyMatch(known -> uniform(known).equals(uniform(name)))) {
      return false;
    }
    String beginning = name.replaceFirst("\\..*", ".");
    return names.stream().anyMatch(known -> known.startsWith(beginning))
        || Similar.isAlmost(name, names);
  }

  /** {@code crm.url.acme} is the {@code crm.url} of the source {@code acme}. */
  private boolean isOfTenant(String name, Folder folder) {
    int last = name.lastIndexOf('.');
    String source = name.substring(last + 1);
    boolean known =
        SettingNames.of(settings).stream()
            .anyMatch(one -> one.startsWith("idwise.sources.%s.".formatted(source)));
    String base = last < 0 ? "" : name.substring(0, last);
    return known && (names.contains(base) || isNamed(base, folder) || isOfTokens(base, folder));
  }

  /** A system whose tokens a route fetches ({@code oauth2: risk}) has settings by its name. */
  private static boolean isOfTokens(String name, Folder folder) {
    int dot = name.indexOf('.');
    return dot > 0
        && OF_TOKENS.contains(name.substring(dot + 1))
        && OAuth2Systems.of(folder).contains(name.substring(0, dot));
  }

  private static boolean isNamed(String name, Folder folder) {
    return folder.texts("", "").values().stream().anyMatch(text -> text.contains(name));
  }

  /** {@code maxAttempts}, {@code max-attempts} and {@code max_attempts[0]} are one name. */
  private static String uniform(String name) {
    return name.replaceAll("\\[\\d+]$|[-_]", "").toLowerCase(Locale.ROOT);
  }

  private List<Written> written() {
    List<Written> written = new ArrayList<>();
    for (PropertySource<?> source : settings.getPropertySources()) {
      if (source instanceof CommandLinePropertySource<?> line) {
        for (String name : line.getPropertyNames()) {
          if (name.startsWith("idwise.")) {
            written.add(new Written(name, line.getProperty(name), "the command line", 0));
          }
        }
      } else if (source instanceof EnumerablePropertySource<?> all
          && source instanceof OriginLookup<?>) {
        for (String name : all.getPropertyNames()) {
          Origin origin = OriginLookup.getOrigin(source, name);
          if (origin instanceof TextResourceOrigin text && text.getResource().isFile()) {
            written.add(
                new Written(name, String.valueOf(all.getProperty(name)), file(text), line(text)));
          }
        }
      }
    }
    return written;
  }

  private static int line(TextResourceOrigin origin) {
    return origin.getLocation() == null ? 0 : origin.getLocation().getLine() + 1;
  }

  private static String file(TextResourceOrigin origin) {
    return origin.getResource().getDescription().replaceFirst("^.*\\[(?:file:)?(.*)]$", "$1");
  }
}
