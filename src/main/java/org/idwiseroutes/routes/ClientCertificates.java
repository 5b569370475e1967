package org.idwiseroutes.routes;

import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ssl.SslBundles;

/**
 * Calls destinations over TLS with the bundle that {@code http.ssl-bundle} names: its key is shown
 * to who asks for a client certificate, and its trust store tells whom to believe. Without one,
 * Java's own trust store does.
 */
@org.springframework.stereotype.Component
class ClientCertificates implements ComponentCustomizer {

  private final String bundle;
  private final SslBundles bundles;

  ClientCertificates(@Value("${http.ssl-bundle}") String bundle, SslBundles bundles) {
    this.bundle = bundle;
    this.bundles = bundles;
  }

  @Override
  public boolean isEnabled(String name, Component target) {
    return target instanceof HttpComponent && !bundle.isBlank();
  }

  @Override
  public void configure(String name, Component target) {
    SSLContext context = bundles.getBundle(bundle).createSslContext();
    ((HttpComponent) target)
        .setSslContextParameters(
            new SSLContextParameters() {
              @Override
              public SSLContext createSSLContext(CamelContext camel) {
                return context;
              }
            });
  }
}
