package org.idwiseroutes.rules;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.wiring.ReachedFiles;

/**
 * All that a decision depends on beside the event and the program: never changes.
 *
 * @param files texts of route files, of the mappings and templates that these name, and of
 *     scenarios, by name; with asterisks in the place of secrets
 * @param settings those that the files name, by name; null in the place of a secret
 */
record RulesContent(Map<String, String> files, Map<String, String> settings) {

  private static final String ASTERISKS = "******";

  RulesContent {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** Names this content, with the program that runs it, as 64 hexadecimal digits of SHA-256. */
  String hash(String product) {
    StringBuilder all = new StringBuilder(product).append('\0');
    files.forEach((name, text) -> all.append(name).append('\0').append(text).append('\0'));
    settings.forEach((name, value) -> all.append(name).append('\0').append(value).append('\0'));
    return DigestUtils.sha256Hex(all.toString());
  }

  /** Whether a secret stood in a file, so that it cannot be run again as it was. */
  boolean isIncomplete() {
    return files.values().stream().anyMatch(text -> text.contains(ASTERISKS));
  }

  /** The folder as it was. */
  RoutesSnapshot snapshot() {
    Map<String, String> routes = new TreeMap<>(files);
    routes.keySet().removeIf(name -> !name.endsWith(".camel.yaml"));
    Map<String, String> others = new TreeMap<>(files);
    others.keySet().removeAll(routes.keySet());
    return new RoutesSnapshot(routes, others, Map.of());
  }

  /** What decides where an event goes: its files, with the settings that these name. */
  RulesContent deciding() {
    Map<String, String> deciding = ReachedFiles.from("outbox:decide", snapshot().routes());
    Map<String, String> read = new TreeMap<>(settings);
    read.keySet().retainAll(NamedSettings.names(deciding.values()));
    return new RulesContent(deciding, read);
  }

  /** The settings that are no secrets. */
  Map<String, String> knownSettings() {
    Map<String, String> known = new TreeMap<>(settings);
    known.values().removeIf(value -> value == null);
    return known;
  }
}
