package org.idwiseroutes.privacy;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * credential, a header of a source), or when a route fills it into a credential, a header or a URL
 * ({@link #learn}). So does the password in a URL.
 */
@Component
public class Secrets {

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final String HIDDEN = "******";

  private static final Pattern IN_URL =
      Pattern.compile(
          "://[^/@\\s:]*:([^/@\\s]+)@"
              + "|(?:[?&;\\s]|^)(?:password|passwd|token|access_token|secret|client_secret|key|api_?key"
              + "|sig|code)=[\"']?([^&\\s;\"']+)",
          Pattern.CASE_INSENSITIVE);

  /** Long, and no word. */
  private static final Pattern CERTAIN = Pattern.compile("(?=.*[^a-zA-Z]).{8,}");

  private static final Pattern QUERY_VALUE = Pattern.compile("[?&][^=&#\\s]+=([^&#\\s]+)");
  private static final Pattern PATH_OF_URL = Pattern.compile("[a-zA-Z][\\w+.-]*://[^/?#]+(/.+)");

  /** Credentials that a destination quotes; words of lower-case letters alone are prose. */
  private static final Pattern SCHEME =
      Pattern.compile("\\b((?i:Basic|Bearer))\\s+(?=[a-z.-]*[A-Z\\d_+/=~])[\\w+/=.~-]{6,}");

  private final Settings all;
  private final Map<String, String> learnt = new TreeMap<>();
  private final Set<String> learntInUrls = new HashSet<>();
  private volatile SecretForms forms;
  private volatile SecretForms certain;

  Secrets(Settings all) {
    this.all = all;
    this.forms = forms();
    this.certain = certain();
  }

  /**
   * Takes these for secrets from now on, until the application ends: what runs on a route that is
   * being replaced still has the old ones.
   *
   * @param secrets values by the names of their settings
   * @param urls addresses in which a password, or a value of the query, is a secret
   */
  public synchronized void learn(Map<String, String> secrets, Collection<String> urls) {
    boolean changed = false;
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      changed |= !secret.getValue().equals(learnt.put(secret.getKey(), secret.getValue()));
    }
    changed |= learntInUrls.addAll(urls.stream().flatMap(Secrets::inUrlOfRoute).toList());
    if (changed) {
      forms = forms();
      certain = certain();
    }
  }

  /** All settings that hold a secret, with whether they are set; never their values. */
  public synchronized Map<String, Boolean> settings() {
    Map<String, Boolean> settings = new TreeMap<>();
    all.names().stream()
        .filter(Settings::isSecret)
        .forEach(name -> settings.put(name, !all.value(name).isBlank()));
    learnt.forEach((name, value) -> settings.put(name, !value.isBlank()));
    return settings;
  }

  /**
   * The text with every known secret, also an encoded one, and every quoted credential replaced.
   */
  public String hide(String text) {
    return text == null ? null : SCHEME.matcher(forms.hide(text)).replaceAll("$1 " + HIDDEN);
  }

  /**
   * The application's own settings as they hold now, by name; of a secret only whether it is set.
   */
  public Map<String, String> shown() {
    Set<String> secret;
    synchronized (this) {
      secret = learnt.keySet().stream().map(Settings::canonical).collect(Collectors.toSet());
    }
    Map<String, String> shown = all.ofTheApplication();
    shown.replaceAll(
        (name, value) ->
            Settings.isSecret(name) || secret.contains(Settings.canonical(name))
                ? value.isBlank() ? "not set" : "set"
                : IN_URL.matcher(hide(value)).replaceAll(Secrets::masked));
    return shown;
  }

  /**
   * The text with every secret replaced that can be taken for nothing else: for texts that are to
   * be run again, in which a word that is also somebody's password has to stay.
   */
  public String hideCertain(String text) {
    return certain.hide(text);
  }

  /** Whether the setting of this name holds a secret. */
  public synchronized boolean isSecret(String name) {
    String canonical = Settings.canonical(name);
    return Settings.isSecret(name)
        || learnt.keySet().stream().map(Settings::canonical).anyMatch(canonical::equals);
  }

  private SecretForms certain() {
    return new SecretForms(
        known().values().stream()
            .filter(value -> CERTAIN.matcher(value).matches())
            .collect(Collectors.toSet()));
  }

  private Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    all.everyName().stream()
        .filter(Settings::isSecret)
        .forEach(name -> known.put(name, all.value(name)));
    known.putAll(learnt);
    return known;
  }

  private SecretForms forms() {
    Map<String, String> known = known();
    Set<String> named = all.everyName();
    Stream<String> whole = known.values().stream().flatMap(Secrets::ofSecret);
    Stream<String> parts = named.stream().flatMap(name -> inUrl(all.value(name)));
    return new SecretForms(
        Stream.of(whole, parts, learntInUrls.stream())
            .flatMap(values -> values)
            .filter(value -> !value.isBlank())
            .collect(Collectors.toSet()));
  }

  /** Of a secret address also its path, which whoever is called may quote without the host. */
  private static Stream<String> ofSecret(String value) {
    Matcher url = PATH_OF_URL.matcher(value);
    return Stream.concat(
        url.matches() ? Stream.of(value, url.group(1)) : Stream.of(value), inUrl(value));
  }

  private static Stream<String> inUrlOfRoute(String url) {
    return Stream.concat(
        inUrl(url), QUERY_VALUE.matcher(url).results().map(found -> found.group(1)));
  }

  private static String masked(MatchResult found) {
    return Matcher.quoteReplacement(found.group().replace(secretOf(found), HIDDEN));
  }

  @EventListener(ApplicationReadyEvent.class)
  void report() {
    LOG.info(
        "Secrets: {}",
        settings().entrySet().stream()
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
