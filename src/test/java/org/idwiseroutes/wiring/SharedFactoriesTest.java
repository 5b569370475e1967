package org.idwiseroutes.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.junit.jupiter.api.Test;

class SharedFactoriesTest {

  private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";

  @Test
  void aSearchThatFailedIsMadeAgainAndOneInVainIsNot() {
    FailsOnce resources = new FailsOnce();
    SharedFactories.Finder finder = new SharedFactories.Finder(resources, COMPONENTS);

    assertThatThrownBy(() -> finder.findClass("log")).hasRootCauseMessage("Too many open files");
    assertThat(finder.findClass("log")).contains(String.class);
    assertThat(finder.findClass("none")).isEmpty();
    assertThat(finder.findClass("none")).isEmpty();
    assertThat(resources.searches).isEqualTo(3);
  }

  @Test
  void componentsAreFoundAndUnknownOnesAreNot() {
    SharedFactories factories = new SharedFactories();
    assertThat(factories.resolveFactoryFinder(null, COMPONENTS).findClass("direct")).isPresent();
    assertThat(factories.resolveFactoryFinder(null, COMPONENTS).findClass("dircet")).isEmpty();
  }

  private static final class FailsOnce extends DefaultClassResolver {

    private int searches;

    @Override
    public InputStream loadResourceAsStream(String uri) {
      searches++;
      if (searches == 1) {
        throw new UncheckedIOException(new IOException("Too many open files"));
      }
      return uri.endsWith("log")
          ? new ByteArrayInputStream("class=java.lang.String".getBytes(StandardCharsets.US_ASCII))
          : null;
    }
  }
}
