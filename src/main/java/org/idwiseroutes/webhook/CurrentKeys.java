package org.idwiseroutes.webhook;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The key and certificate of a port, of which each handshake takes those that hold as it begins.
 * Vert.x has an update of its own ({@code updateSSLOptions}), but cuts callers who come while it is
 * under way (a NullPointerException in 4.5.24).
 */
final class CurrentKeys extends X509ExtendedKeyManager {

  private static final char BETWEEN = ':';

  /** A handshake asks several times, for the certificate and for its key: both of one of these. */
  private record Generation(long number, X509ExtendedKeyManager keys, Generation before) {}

  private volatile Generation current;

  CurrentKeys(X509ExtendedKeyManager keys) {
    this.current = new Generation(0, keys, null);
  }

  /** From the next handshake on; one that has begun ends with what it began with. */
  synchronized void replace(X509ExtendedKeyManager keys) {
    Generation last = current;
    current =
        new Generation(last.number() + 1, keys, new Generation(last.number(), last.keys(), null));
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    Generation now = current;
    return alias(now, now.keys().chooseEngineServerAlias(type, issuers, engine));
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    Generation now = current;
    return alias(now, now.keys().chooseServerAlias(type, issuers, socket));
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).getCertificateChain(plain(alias));
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).getPrivateKey(plain(alias));
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return current.keys().getServerAliases(type, issuers);
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return current.keys().getClientAliases(type, issuers);
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return current.keys().chooseClientAlias(types, issuers, socket);
  }

  private static String alias(Generation generation, String alias) {
    return alias == null ? null : generation.number() + String.valueOf(BETWEEN) + alias;
  }

  private static String plain(String alias) {
    return alias.substring(alias.indexOf(BETWEEN) + 1);
  }

  private X509ExtendedKeyManager of(String alias) {
    Generation now = current;
    String number = alias.substring(0, Math.max(0, alias.indexOf(BETWEEN)));
    return now.before() != null && number.equals(String.valueOf(now.before().number()))
        ? now.before().keys()
        : now.keys();
  }
}
