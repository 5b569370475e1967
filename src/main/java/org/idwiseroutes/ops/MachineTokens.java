package org.idwiseroutes.ops;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Machines that call the API with a bearer token of the OpenID Connect issuer (RFC 9068) in place
 * of a password: {@code spring.security.oauth2.resourceserver.jwt.issuer-uri} and {@code
 * .audiences}. The token's signature, issuer, time and audience are verified; the claim {@code
 * idwise.ops.oidc-role-claim} says what it may.
 */
@Component
class MachineTokens {

  private final JwtDecoder decoder;
  private final OidcRoles roles;

  MachineTokens(
      ObjectProvider<JwtDecoder> decoder,
      OidcRoles roles,
      @Value("${spring.security.oauth2.resourceserver.jwt.audiences:}") List<String> audiences) {
    this.decoder = decoder.getIfAvailable();
    this.roles = roles;
    if (this.decoder != null && audiences.isEmpty()) {
      throw new IllegalArgumentException(
          "Set spring.security.oauth2.resourceserver.jwt.audiences: without it, a token that the issuer has given for any other service would be taken here");
    }
  }

  /** Lets them in, when an issuer is set. */
  void configure(HttpSecurity http) throws Exception {
    if (decoder != null) {
      http.oauth2ResourceServer(
          server ->
              server.jwt(
                  jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(this::authentication)));
    }
  }

  private JwtAuthenticationToken authentication(Jwt token) {
    String client = token.getClaimAsString("client_id");
    String name = client == null ? token.getSubject() : client;
    return new JwtAuthenticationToken(token, roles.of(token), name);
  }
}
