package org.idwiseroutes.doctor;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.routes.CredentialSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Whatever leaves this machine is encrypted, and the other side is verified. What is not so is a
 * warning in the log at each start.
 */
@Component
@Order(3)
class TransportCheck implements Check {

  private static final Logger LOG = LoggerFactory.getLogger(TransportCheck.class);
  private static final String SYSTEM = "in transit";
  private static final Pattern POSTGRES = Pattern.compile("jdbc:postgresql://([^/?]*)[^?]*(.*)");
  private static final Pattern SSL_MODE = Pattern.compile("[?&]sslmode=([^&]*)");
  private static final String PLAIN_KAFKA = ".*PLAINTEXT";

  private final Environment settings;
  private final CredentialSettings routes;

  TransportCheck(Environment settings, CredentialSettings routes) {
    this.settings = settings;
    this.routes = routes;
  }

  @Override
  public List<Finding> run() {
    List<Finding> bad = new ArrayList<>();
    database(bad);
    mail(bad);
    operators(bad);
    destinations(bad);
    return bad.isEmpty()
        ? List.of(Finding.good(SYSTEM, "what leaves this machine is encrypted and verified", null))
        : bad;
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    for (Finding finding : run()) {
      if (!finding.ok()) {
        LOG.warn("NOT PROTECTED IN TRANSIT: {}; {}", finding.detail(), finding.advice());
      }
    }
  }

  private void database(List<Finding> bad) {
    Matcher url = POSTGRES.matcher(real("url"));
    if (!url.matches() || areLocal(url.group(1))) {
      return;
    }
    Matcher named = SSL_MODE.matcher(url.group(2));
    String mode =
        named.find()
            ? named.group(1)
            : settings.getProperty(
                "spring.datasource.hikari.data-source-properties.sslmode",
                settings.getProperty("idwise.database.ssl-mode", ""));
    if (!mode.equals("verify-full")) {
      bad.add(
          bad(
              "database",
              "the connection to PostgreSQL has sslmode=%s, so another server can take its place"
                  .formatted(mode.isBlank() ? "prefer" : mode),
              "set idwise.database.ssl-mode=verify-full, or the profile production, and name the issuer of its certificate in the URL (sslrootcert=…)"));
    }
  }

  private void mail(List<Finding> bad) {
    String host = settings.getProperty("smtp.host", "");
    if (!isLocal(host) && !settings.getProperty("smtp.starttls", Boolean.class, false)) {
      bad.add(
          bad(
              "mail",
              "mails to %s travel without TLS".formatted(host),
              "set smtp.starttls=true, or the profile production"));
    }
  }

  private void operators(List<Finding> bad) {
    String address =
        settings.getProperty(
            StandIn.REAL_OPS_ADDRESS, settings.getProperty("idwise.ops.address", ""));
    if (!isLocal(address) && settings.getProperty("idwise.ops.ssl-bundle", "").isBlank()) {
      bad.add(
          bad(
              "operators' port",
              "it listens on %s without TLS: passwords and payloads can be read on the way"
                  .formatted(address),
              "name a bundle in idwise.ops.ssl-bundle, or leave idwise.ops.address at 127.0.0.1"));
    }
  }

  private void destinations(List<Finding> bad) {
    Map<String, String> addresses = new TreeMap<>(routes.addresses());
    for (String name : List.of("idwise.api.base-url", "idwise.tracing.endpoint")) {
      addresses.put(name, settings.getProperty(name, ""));
    }
    addresses.forEach(
        (name, url) -> {
          if (url.regionMatches(true, 0, "http://", 0, 7) && !isLocal(host(url))) {
            bad.add(
                bad(
                    name,
                    "%s is plain HTTP to %s".formatted(name, host(url)),
                    "give it an address with https://"));
          }
        });
    String kafka = settings.getProperty("kafka.security-protocol", "");
    String brokers = settings.getProperty("kafka.brokers", "");
    if (kafka.matches(PLAIN_KAFKA) && !areLocal(brokers)) {
      bad.add(
          bad(
              "kafka.security-protocol",
              "events travel to Kafka (%s) with %s".formatted(brokers, kafka),
              "set it to SSL or SASL_SSL"));
    }
  }

  private static Finding bad(String what, String detail, String advice) {
    return Finding.bad(SYSTEM, what + " is encrypted and verified", detail, advice);
  }

  private String real(String name) {
    String set = settings.getProperty(StandIn.REAL + name);
    return set == null ? settings.getProperty("spring.datasource." + name, "") : set;
  }

  private static boolean areLocal(String hosts) {
    return List.of(hosts.split(",")).stream()
        .map(host -> host.strip().replaceFirst(":\\d+$", ""))
        .allMatch(TransportCheck::isLocal);
  }

  /** By its name alone for names: nobody is asked. */
  private static boolean isLocal(String host) {
    String plain = host.replaceFirst("^\\[(.*)]$", "$1");
    if (plain.isBlank() || plain.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!plain.matches("[\\d.]+|[\\da-fA-F:]*:[\\da-fA-F:.]*")) {
      return false;
    }
    try {
      return InetAddress.getByName(plain).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String host(String url) {
    try {
      String host = URI.create(url.strip()).getHost();
      return host == null ? url : host;
    } catch (IllegalArgumentException e) {
      return url;
    }
  }
}
