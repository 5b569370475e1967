package org.idwiseroutes.wiring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.impl.engine.DefaultFactoryFinder;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;

/**
 * Finds the classes of Camel's parts once for all contexts of this package. A context of its own
 * would search every jar again for each part, and for most of them in vain.
 */
final class SharedFactories implements FactoryFinderResolver {

  private static final ClassResolver CLASSES = new DefaultClassResolver();
  private static final Map<String, FactoryFinder> FINDERS = new ConcurrentHashMap<>();

  @Override
  public FactoryFinder resolveFactoryFinder(ClassResolver context, String path) {
    return FINDERS.computeIfAbsent(path, Kept::new);
  }

  @Override
  public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver context, String path) {
    return resolveFactoryFinder(context, path);
  }

  /** A context that ends clears its finders; this one serves the next. */
  private static final class Kept extends DefaultFactoryFinder {

    private Kept(String path) {
      super(CLASSES, path);
    }

    @Override
    public void clear() {}
  }
}
