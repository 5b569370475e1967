package org.idwiseroutes.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;

/**
 * Finds the classes of Camel's parts once for all contexts of this package. A context of its own
 * would search every jar again for each part, and for most of them in vain. A search that failed,
 * as for want of file handles, is made again.
 */
final class SharedFactories implements FactoryFinderResolver {

  private static final Map<String, FactoryFinder> FINDERS = new ConcurrentHashMap<>();

  @Override
  public FactoryFinder resolveFactoryFinder(ClassResolver context, String path) {
    return FINDERS.computeIfAbsent(path, one -> new Finder(new Resources(), one));
  }

  @Override
  public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver context, String path) {
    return resolveFactoryFinder(context, path);
  }

  /** Keeps what there is and what there is not, but no failure. */
  static final class Finder extends DefaultFactoryFinder {

    Finder(ClassResolver resources, String path) {
      super(resources, path);
    }

    @Override
    protected synchronized Class<?> addToClassMap(String key, ClassSupplier search) {
      try {
        return super.addToClassMap(key, search);
      } catch (RuntimeException e) {
        classesNotFoundExceptions.remove(key);
        throw e;
      }
    }
  }

  /** Tells a file that there is not from one that cannot be read; Camel's gives null for both. */
  private static final class Resources extends DefaultClassResolver {

    @Override
    public InputStream loadResourceAsStream(String uri) {
      URL found = loadResourceAsURL(uri);
      try {
        return found == null ? null : found.openStream();
      } catch (IOException e) {
        throw new UncheckedIOException("%s cannot be read".formatted(uri), e);
      }
    }
  }
}
