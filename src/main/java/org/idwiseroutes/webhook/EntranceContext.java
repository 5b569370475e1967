package org.idwiseroutes.webhook;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.component.servlet.CamelHttpTransportServlet;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.loader.WebappLoader;
import org.apache.catalina.startup.Tomcat;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatEmbeddedWebappClassLoader;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The entrance's own part of the web server, {@code /webhooks}. Nothing that the operators' side
 * needs is in its way: no session, no dispatcher and none of its filters, only the firewall, {@link
 * Entrance} and Camel's servlet.
 */
@Component
public class EntranceContext {

  private static final String PATH = "/webhooks";

  private final SingletonSupplier<Filter> filter;
  private final String servletName;

  EntranceContext(
      @Qualifier("entranceChain") ObjectProvider<SecurityFilterChain> chain,
      HttpFirewall firewall,
      @Value("${idwise.webhook.servlet-name}") String servletName) {
    this.servletName = servletName;
    this.filter =
        SingletonSupplier.of(
            () -> {
              FilterChainProxy proxy = new FilterChainProxy(chain.getObject());
              proxy.setFirewall(firewall);
              return proxy;
            });
  }

  /** A new one, to be added to the web server's host. */
  public StandardContext create() {
    StandardContext context = new StandardContext();
    context.setName(PATH);
    context.setPath(PATH);
    context.setCookies(false);
    context.setMapperContextRootRedirectEnabled(false);
    context.setMapperDirectoryRedirectEnabled(false);
    context.setParentClassLoader(ClassUtils.getDefaultClassLoader());
    WebappLoader loader = new WebappLoader();
    loader.setLoaderClass(TomcatEmbeddedWebappClassLoader.class.getName());
    loader.setDelegate(true);
    context.setLoader(loader);
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    context.addLifecycleListener(new Tomcat.FixContextListener());
    context.addServletContainerInitializer((classes, servlets) -> fill(servlets), Set.of());
    return context;
  }

  /** The filter is looked up with the first request: there are no beans yet. */
  private void fill(ServletContext servlets) {
    servlets
        .addFilter(
            "entrance",
            (Filter) (request, response, next) -> filter.obtain().doFilter(request, response, next))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    var servlet = servlets.addServlet(servletName, new CamelHttpTransportServlet());
    servlet.addMapping("/*");
    servlet.setLoadOnStartup(1);
  }
}
