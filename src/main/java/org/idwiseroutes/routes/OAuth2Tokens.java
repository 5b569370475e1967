package org.idwiseroutes.routes;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Access tokens for destinations by OAuth 2.0 client credentials (RFC 6749, 4.4), for use in routes
 * as {@code bean: oauth2}. A system's settings are {@code <system>.token-url}, {@code client-id},
 * {@code client-secret} and {@code token-lifetime}, which holds when the answer has no {@code
 * expires_in} (Salesforce's has none). Tokens are kept in memory alone.
 */
@Component("oauth2")
public class OAuth2Tokens {

  /** So long before its end a token is no longer used: calls take time. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Environment settings;
  private final Clock clock;
  private final JdkClientHttpRequestFactory requests;
  private final Map<String, OAuth2AccessToken> tokens = new ConcurrentHashMap<>();

  OAuth2Tokens(Environment settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder().connectTimeout(millis("http.connect-timeout")).build());
    requests.setReadTimeout(millis("http.response-timeout"));
  }

  /**
   * A token that is valid for a while.
   *
   * @throws org.springframework.security.oauth2.core.OAuth2AuthorizationException in the server's
   *     words when it gives none
   */
  public String token(String system) {
    return tokens
        .compute(system, (name, known) -> isUsable(known) ? known : fetch(name))
        .getTokenValue();
  }

  /** Uses this token no longer: it was refused. A newer one stays. */
  public void forget(String system, String token) {
    tokens.computeIfPresent(
        system, (name, known) -> known.getTokenValue().equals(token) ? null : known);
  }

  private boolean isUsable(OAuth2AccessToken token) {
    return token != null && clock.instant().isBefore(token.getExpiresAt().minus(MARGIN));
  }

  private OAuth2AccessToken fetch(String system) {
    ClientRegistration registration =
        ClientRegistration.withRegistrationId(system)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            .clientId(required(system + ".client-id"))
            .clientSecret(required(system + ".client-secret"))
            .tokenUri(required(system + ".token-url"))
            .build();
    return client(system)
        .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
        .getAccessToken();
  }

  private RestClientClientCredentialsTokenResponseClient client(String system) {
    String lifetime = required(system + ".token-lifetime");
    long seconds = DurationStyle.detectAndParse(lifetime).toSeconds();
    DefaultMapOAuth2AccessTokenResponseConverter reading =
        new DefaultMapOAuth2AccessTokenResponseConverter();
    OAuth2AccessTokenResponseHttpMessageConverter answer =
        new OAuth2AccessTokenResponseHttpMessageConverter();
    answer.setAccessTokenResponseConverter(
        fields -> {
          Map<String, Object> complete = new HashMap<>(fields);
          complete.putIfAbsent(OAuth2ParameterNames.EXPIRES_IN, seconds);
          return reading.convert(complete);
        });
    RestClientClientCredentialsTokenResponseClient client =
        new RestClientClientCredentialsTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(requests)
            .messageConverters(List.of(new FormHttpMessageConverter(), answer))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return client;
  }

  private String required(String setting) {
    String value = settings.getProperty(setting, "");
    if (value.isBlank()) {
      throw new IllegalStateException("%s is not set".formatted(setting));
    }
    return value;
  }

  private Duration millis(String setting) {
    return Duration.ofMillis(Long.parseLong(required(setting)));
  }
}
