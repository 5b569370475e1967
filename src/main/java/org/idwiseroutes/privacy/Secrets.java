package org.idwiseroutes.privacy;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The secrets among the settings: says which are set, and takes them out of texts that are stored,
 * shown or logged. A setting holds a secret when its name says so (password, token, secret, key,
 * credential, a header of a source), and so does the password in a URL.
 */
@Component
public class Secrets {

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final String HIDDEN = "******";

  /** Shorter ones are parts of ordinary words. */
  private static final int SHORTEST_HIDDEN = 6;

  private static final Pattern IN_URL =
      Pattern.compile(
          "://[^/@\\s:]*:([^/@\\s]+)@|[?&](?:password|token|secret|key|api_?key|sig)=([^&\\s]+)",
          Pattern.CASE_INSENSITIVE);

  /** Credentials that a destination quotes; words of lower-case letters alone are prose. */
  private static final Pattern SCHEME =
      Pattern.compile("\\b((?i:Basic|Bearer))\\s+(?=[a-z.-]*[A-Z\\d_+/=~])[\\w+/=.~-]{6,}");

  private final Settings all;
  private final Map<String, Boolean> settings = new TreeMap<>();
  private final List<String> values;

  Secrets(Settings all) {
    this.all = all;
    Set<String> names = all.names();
    names.stream()
        .filter(Settings::isSecret)
        .forEach(name -> settings.put(name, !all.value(name).isBlank()));
    values =
        Stream.concat(
                settings.keySet().stream().map(all::value),
                names.stream().flatMap(name -> inUrl(all.value(name))))
            .filter(value -> value.length() >= SHORTEST_HIDDEN)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** All settings that hold a secret, with whether they are set; never their values. */
  public Map<String, Boolean> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** The text with every known secret, and every quoted credential, replaced. */
  public String hide(String text) {
    if (text == null) {
      return null;
    }
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, HIDDEN);
    }
    return SCHEME.matcher(hidden).replaceAll("$1 " + HIDDEN);
  }

  /**
   * The application's own settings as they hold now, by name; of a secret only whether it is set.
   */
  public Map<String, String> shown() {
    Map<String, String> shown = all.ofTheApplication();
    shown.replaceAll(this::shown);
    return shown;
  }

  private String shown(String name, String value) {
    if (Settings.isSecret(name)) {
      return value.isBlank() ? "not set" : "set";
    }
    return IN_URL.matcher(hide(value)).replaceAll(Secrets::masked);
  }

  private static String masked(MatchResult found) {
    return Matcher.quoteReplacement(found.group().replace(secretOf(found), HIDDEN));
  }

  @EventListener(ApplicationReadyEvent.class)
  void report() {
    LOG.info(
        "Secrets: {}",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + (setting.getValue() ? " set" : " not set"))
            .collect(Collectors.joining(", ")));
  }

  private static Stream<String> inUrl(String value) {
    return IN_URL.matcher(value).results().map(Secrets::secretOf);
  }

  private static String secretOf(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }
}
