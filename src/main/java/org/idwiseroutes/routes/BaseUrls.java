package org.idwiseroutes.routes;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Makes one form of the URLs that are set, so that routes may append a path to each: settings whose
 * name ends in {@code .url} or {@code .base-url} lose the slashes at their end. The scheme of
 * these, and of those that end in {@code -url}, is in lower case.
 */
public class BaseUrls implements EnvironmentPostProcessor {

  private static final String NAME = "base URLs";

  /** A source may have a setting of its own, with its name at the end. */
  private static final Pattern NAMES = Pattern.compile(".*[.-]url(\\.[^.]+)?");

  private static final Pattern BASES = Pattern.compile(".*\\.(base-)?url(\\.[^.]+)?");
  private static final Pattern SCHEME = Pattern.compile("(?is)(https?)(://.*)");
  private static final Pattern URL = Pattern.compile("(?i)(https?)(://.*?)/*\\s*");

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment settings, SpringApplication any) {
    settings.getPropertySources().addFirst(new Normalised(settings.getPropertySources()));
  }

  static String normalised(String value) {
    Matcher url = URL.matcher(value.strip());
    return url.matches() ? url.group(1).toLowerCase(Locale.ROOT) + url.group(2) : value;
  }

  /** The whole URL of a hook keeps its end. */
  private static String schemed(String value) {
    Matcher scheme = SCHEME.matcher(value.strip());
    return scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) + scheme.group(2) : value;
  }

  /** Asks the others and answers only what it has changed. */
  private static final class Normalised extends PropertySource<MutablePropertySources> {

    private static final String ATTACHED = "configurationProperties";

    Normalised(MutablePropertySources sources) {
      super(NAME, sources);
    }

    @Override
    public Object getProperty(String name) {
      if (!name.contains("url") || !NAMES.matcher(name).matches()) {
        return null;
      }
      for (PropertySource<?> other : source) {
        Object value =
            other == this || other.getName().equals(ATTACHED) ? null : other.getProperty(name);
        if (value != null) {
          String text = value.toString();
          String normalised = BASES.matcher(name).matches() ? normalised(text) : schemed(text);
          return normalised.equals(text) ? null : normalised;
        }
      }
      return null;
    }
  }
}
