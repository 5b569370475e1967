package org.idwiseroutes.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The entrances with their secrets, {@code idwise.sources.<name>.…}. IDWise's payload does not say
 * where it comes from; the path does, and the credentials prove it.
 *
 * @param sources by name
 */
@ConfigurationProperties("idwise")
record Sources(Map<String, Source> sources) {

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

  /** One entrance. */
  record Source(Basic basic) {}

  /** HTTP Basic, as the IDWise portal offers it. */
  record Basic(String username, String password) {

    /** Compares both in a time that does not tell how much of them is right. */
    boolean matches(String otherUsername, String otherPassword) {
      return same(username, otherUsername) & same(password, otherPassword);
    }

    private static boolean same(String one, String other) {
      return MessageDigest.isEqual(
          one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
  }

  Sources {
    sources = sources == null ? Map.of() : Map.copyOf(sources);
    sources.forEach(Sources::check);
  }

  boolean contains(String name) {
    return sources.containsKey(name);
  }

  /** Whether these are the credentials of this source. */
  boolean accepts(String name, String username, String password) {
    return Optional.ofNullable(sources.get(name))
        .filter(source -> source.basic().matches(username, password))
        .isPresent();
  }

  /** Whether these are the credentials of any source; looks at all of them, come what may. */
  boolean acceptsAnywhere(String username, String password) {
    boolean found = false;
    for (Source source : sources.values()) {
      found |= source.basic().matches(username, password);
    }
    return found;
  }

  private static void check(String name, Source source) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "idwise.sources.%s: a source's name is made of lower-case letters, digits and hyphens"
              .formatted(name));
    }
    if (source.basic() == null || isBlank(source.basic().username())) {
      throw missing(name, "basic.username");
    }
    if (isBlank(source.basic().password())) {
      throw missing(name, "basic.password");
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static IllegalArgumentException missing(String name, String key) {
    return new IllegalArgumentException(
        "The source \"%s\" has no credentials: set idwise.sources.%s.%s"
            .formatted(name, name, key));
  }
}
