package org.idwiseroutes.ops;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/** TLS of the operators' port by one of Spring Boot's SSL bundles, followed when it is reloaded. */
@Component
class OpsTls {

  private final SslBundles bundles;

  OpsTls(SslBundles bundles) {
    this.bundles = bundles;
  }

  void apply(Connector connector, String bundle) {
    AbstractHttp11Protocol<?> protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
    connector.setSecure(true);
    connector.setScheme("https");
    protocol.setSSLEnabled(true);
    protocol.addSslHostConfig(config(bundles.getBundle(bundle)));
    bundles.addBundleUpdateHandler(
        bundle, changed -> protocol.addSslHostConfig(config(changed), true));
  }

  private static SSLHostConfig config(SslBundle bundle) {
    SSLHostConfig config = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystore(bundle.getStores().getKeyStore());
    certificate.setCertificateKeystorePassword(password(bundle.getStores().getKeyStorePassword()));
    certificate.setCertificateKeyPassword(bundle.getKey().getPassword());
    certificate.setCertificateKeyAlias(bundle.getKey().getAlias());
    config.addCertificate(certificate);
    return config;
  }

  private static String password(String password) {
    return password == null ? "" : password;
  }
}
