package org.idwiseroutes.ops;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * Machines that call the API with an access token of the OpenID Connect issuer in place of a
 * password. Signature, issuer, time and audience are verified; the claim {@code
 * idwise.ops.oidc-role-claim} lists the roles. Failures are counted and written down as those of
 * logins are; nobody is braked for them, since a signature cannot be guessed, and whoever comes
 * from the same address is somebody else.
 *
 * <p>An ID token is refused: its audience is a client, and no client's id may be the audience of
 * this API. Tokens of the type {@code at+jwt} (RFC 9068) and of the older {@code JWT} are taken.
 */
@Component
class MachineTokens {

  private static final Logger LOG = LoggerFactory.getLogger(MachineTokens.class);

  private static final int LONGEST_NAME = 128;
  private static final int DIGEST_DIGITS = 32;

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LARGEST_ANSWER_BYTES = 100_000;
  private static final long KEYS_KEPT_MILLIS = Duration.ofMinutes(15).toMillis();
  private static final long KEYS_REFRESHED_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long KEYS_ASKED_EVERY_MILLIS = Duration.ofSeconds(30).toMillis();

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final TokenProperties properties;
  private final OidcRoles roles;
  private final LoginRecords records;
  private final Clock clock;
  private final JwtAuthenticationProvider tokens;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile JwtDecoder decoder;
  private Instant askAgain = Instant.MIN;

  MachineTokens(
      TokenProperties properties,
      OidcRoles roles,
      LoginRecords records,
      Clock clock,
      ObjectProvider<ClientRegistrationRepository> registrations) {
    this.properties = properties;
    this.roles = roles;
    this.records = records;
    this.clock = clock;
    this.tokens = properties.isSet() ? provider() : null;
    if (registrations.getIfAvailable() instanceof Iterable<?> all) {
      all.forEach(one -> refuseAudienceOf((ClientRegistration) one));
    }
  }

  private void refuseAudienceOf(ClientRegistration client) {
    if (client.getClientId().equals(properties.audience())) {
      throw new IllegalArgumentException(
          "idwise.ops.tokens.audience is the id of the client \"%s\" with which people log in: its ID tokens would be taken for access tokens. Give this API an audience of its own"
              .formatted(client.getRegistrationId()));
    }
  }

  boolean areTaken() {
    return tokens != null;
  }

  private JwtAuthenticationProvider provider() {
    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(this::decode);
    provider.setJwtAuthenticationConverter(this::authentication);
    return provider;
  }

  private Jwt decode(String token) {
    try {
      JWTParser.parse(token);
    } catch (ParseException e) {
      throw new BadJwtException("This is no token", e);
    }
    return decoder().decode(token);
  }

  /**
   * Is asked for with the first token. When the issuer does not answer, it is asked again with a
   * later one, by one at a time, and not at the pace of whoever sends tokens.
   */
  private JwtDecoder decoder() {
    if (decoder == null && asking.tryLock()) {
      try {
        if (decoder == null && !clock.instant().isBefore(askAgain)) {
          askAgain = clock.instant().plusMillis(KEYS_ASKED_EVERY_MILLIS);
          decoder = newDecoder();
        }
      } finally {
        asking.unlock();
      }
    }
    if (decoder == null) {
      throw new JwtException("The issuer of tokens has not answered yet");
    }
    return decoder;
  }

  private JwtDecoder newDecoder() {
    try {
      OIDCProviderMetadata issuer =
          OIDCProviderMetadata.resolve(
              new Issuer(properties.issuer()), PATIENCE_MILLIS, PATIENCE_MILLIS);
      TokenProperties.requireSafe("the keys of the issuer", issuer.getJWKSetURI().toString());
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSTypeVerifier(
          new DefaultJOSEObjectTypeVerifier<>(
              new JOSEObjectType("at+jwt"),
              new JOSEObjectType("application/at+jwt"),
              JOSEObjectType.JWT));
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(ALGORITHMS, keys(issuer.getJWKSetURI())));
      processor.setJWTClaimsSetVerifier((claims, context) -> {});
      NimbusJwtDecoder created = new NimbusJwtDecoder(processor);
      created.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              JwtValidators.createDefaultWithIssuer(properties.issuer()),
              new JwtClaimValidator<Object>(JwtClaimNames.EXP, expiry -> expiry != null),
              new JwtClaimValidator<String>(JwtClaimNames.SUB, sub -> sub != null),
              new JwtClaimValidator<Object>("nonce", nonce -> nonce == null),
              new JwtClaimValidator<Object>("at_hash", hash -> hash == null),
              new JwtClaimValidator<List<String>>(
                  JwtClaimNames.AUD,
                  audience -> audience != null && audience.contains(properties.audience()))));
      return created;
    } catch (GeneralException | IOException | IllegalArgumentException e) {
      LOG.warn("The issuer of tokens {} does not answer: {}", properties.issuer(), e.toString());
      return null;
    }
  }

  /** Asked for again for a key that is not known, but not at the pace of whoever invents keys. */
  private static JWKSource<SecurityContext> keys(URI address) throws MalformedURLException {
    return JWKSourceBuilder.create(
            address.toURL(),
            new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_ANSWER_BYTES))
        .cache(KEYS_KEPT_MILLIS, PATIENCE_MILLIS)
        .refreshAheadCache(KEYS_REFRESHED_MILLIS, false)
        .rateLimited(KEYS_ASKED_EVERY_MILLIS)
        .retrying(true)
        .build();
  }

  /** The audit names the issuer's word for the machine, and that a token said it. */
  private JwtAuthenticationToken authentication(Jwt token) {
    return new JwtAuthenticationToken(token, roles.of(token), name(token.getSubject()));
  }

  /** Of a subject that is too long for the audit, the beginning and a digest of all. */
  private static String name(String subject) {
    String name = "token " + subject;
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME - DIGEST_DIGITS)
            + DigestUtils.md5DigestAsHex(subject.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Verifies a token.
   *
   * @throws LoginRefusedException when the issuer does not answer
   * @throws AuthenticationException for a token that is not taken
   */
  Authentication authenticate(Authentication asked) {
    String address =
        asked.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : null;
    try {
      return tokens.authenticate(asked);
    } catch (AuthenticationServiceException noAnswer) {
      records.refused("issuer");
      throw LoginRefusedException.issuer();
    } catch (AuthenticationException refused) {
      records.failed(null, address);
      throw refused;
    }
  }
}
