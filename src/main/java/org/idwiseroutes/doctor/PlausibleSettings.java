package org.idwiseroutes.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/** No setting is still the example's, names what does not exist, or contradicts another. */
@Component
@Order(1)
class PlausibleSettings implements Check {

  private static final String SYSTEM = "settings";
  private static final Set<String> KINDS_THAT_MUST_BE = Set.of("crm.kind", "ticketing.kind");
  private static final String NO_KIND = "none";

  /** How the routes of a kind say that they are for it. */
  private static final Pattern KIND = Pattern.compile("'\\{\\{([\\w.-]+\\.kind)}}' == '([\\w-]+)'");

  private static final List<String> MAILBOXES =
      List.of("email.from", "email.compliance", "email.onboarding", "email.operations");

  /** Without the brackets of an address in numbers. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "(.*\\.)?localhost|(.*\\.)?localdomain|127\\..*|(ipv6:)?(0*:)+0*1|0\\.0\\.0\\.0|::");

  /** Each has to end before the next one does. */
  private static final List<List<String>> TIMEOUTS =
      List.of(
          List.of("http.connect-timeout", "http.response-timeout", "idwise.outbox.attempt-timeout"),
          List.of(
              "kafka.request-timeout", "kafka.delivery-timeout", "idwise.outbox.attempt-timeout"),
          List.of("spring.datasource.hikari.connection-timeout", "idwise.inbox.store-timeout"));

  private final ConfigurableEnvironment settings;

  PlausibleSettings(ConfigurableEnvironment settings) {
    this.settings = settings;
  }

  @Override
  public List<Finding> run() {
    List<Finding> bad = new ArrayList<>();
    kinds(bad);
    mailboxes(bad);
    console(bad);
    TIMEOUTS.forEach(order -> order(order, bad));
    return bad.isEmpty()
        ? List.of(Finding.good(SYSTEM, "fit each other and what there is", null))
        : bad;
  }

  private void kinds(List<Finding> bad) {
    known()
        .forEach(
            (name, kinds) -> {
              String kind = settings.getProperty(name, NO_KIND);
              if (!KINDS_THAT_MUST_BE.contains(name)) {
                kinds.add(NO_KIND);
              }
              if (!kinds.contains(kind)) {
                bad.add(
                    Finding.bad(
                        SYSTEM,
                        name + " names routes that there are",
                        "it is \"%s\", so nothing is delivered there".formatted(kind),
                        "set it to one of " + String.join(", ", kinds)));
              }
            });
  }

  private Map<String, Set<String>> known() {
    Map<String, Set<String>> known = new TreeMap<>();
    Path folder = Path.of(settings.getProperty("idwise.routes.directory", "routes"));
    if (!Files.isDirectory(folder)) {
      return known;
    }
    try {
      for (String text : RoutesSnapshot.read(folder).routes().values()) {
        KIND.matcher(text)
            .results()
            .forEach(
                kind ->
                    known
                        .computeIfAbsent(kind.group(1), none -> new TreeSet<>())
                        .add(kind.group(2)));
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mailboxes(List<Finding> bad) {
    for (String name : mailboxSettings()) {
      String addresses = settings.getProperty(name, "");
      if (reachesNobody(addresses)) {
        bad.add(
            Finding.bad(
                SYSTEM,
                name + " reaches somebody",
                addresses.isBlank() ? "it is not set" : "it is " + addresses,
                "set it to a mailbox that people read"));
      }
    }
  }

  /** Those that have to be set, and whatever else has an address: of teams, of sources. */
  private Set<String> mailboxSettings() {
    Set<String> names = new TreeSet<>(MAILBOXES);
    settings.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .map(name -> name.startsWith("EMAIL_") ? asSetting(name) : name)
        .filter(name -> name.startsWith("email."))
        .filter(name -> settings.getProperty(name, "").contains("@"))
        .forEach(names::add);
    return names;
  }

  /** The variable {@code EMAIL_COMPLIANCE_LIVE} is the setting {@code email.compliance.live}. */
  private static String asSetting(String variable) {
    String name = variable.toLowerCase(Locale.ROOT).replace('_', '.');
    return name.equals("email.reply.to") ? "email.reply-to" : name;
  }

  private static boolean reachesNobody(String addresses) {
    return addresses.isBlank()
        || Arrays.stream(addresses.split("[,;]"))
            .map(address -> address.substring(address.lastIndexOf('@') + 1).replace(">", ""))
            .anyMatch(PlausibleSettings::isThisMachine);
  }

  private static boolean isThisMachine(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
    return THIS_MACHINE.matcher(name).matches();
  }

  /** Alerts lead to the console, whatever tells them. */
  private void console(List<Finding> bad) {
    String url = settings.getProperty("console.url", "");
    boolean isTold =
        !settings.getProperty("notify.kind", NO_KIND).equals(NO_KIND)
            || !settings.getProperty("alert.webhook-url", "").isBlank()
            || !reachesNobody(settings.getProperty("email.operations", ""));
    if (isTold && isLocal(url)) {
      bad.add(
          Finding.bad(
              SYSTEM,
              "console.url leads people from alerts to the console",
              "it is " + url,
              "set it to the address by which people reach the operators' port"));
    }
  }

  private static boolean isLocal(String url) {
    try {
      String host = URI.create(url.strip()).getHost();
      return host == null || isThisMachine(host);
    } catch (IllegalArgumentException noUrl) {
      return true;
    }
  }

  private void order(List<String> names, List<Finding> bad) {
    for (int i = 0; i + 1 < names.size(); i++) {
      Duration inner = duration(names.get(i));
      Duration outer = duration(names.get(i + 1));
      if (inner.compareTo(outer) >= 0) {
        bad.add(
            Finding.bad(
                SYSTEM,
                names.get(i) + " ends before " + names.get(i + 1),
                "%s is not shorter than %s".formatted(words(inner), words(outer)),
                "make it shorter, or the other one longer"));
      }
    }
  }

  /** Those without a unit are in milliseconds, as Camel and Hikari read them. */
  private Duration duration(String name) {
    return DurationStyle.detectAndParse(settings.getRequiredProperty(name).strip());
  }

  private static String words(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
