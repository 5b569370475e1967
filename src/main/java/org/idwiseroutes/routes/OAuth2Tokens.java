package org.idwiseroutes.routes;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.idwiseroutes.jsonhttp.AccessTokens;
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
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/**
 * Access tokens for destinations by OAuth 2.0 client credentials (RFC 6749, 4.4), for the option
 * {@code oauth2} of {@code json-http:} and for {@code bean: oauth2}. Tokens are kept in memory
 * alone. A system's settings are:
 *
 * <ul>
 *   <li>{@code <system>.token-url}, {@code <system>.client-id}, {@code <system>.client-secret}
 *   <li>{@code <system>.scope}, {@code <system>.audience}: sent when they are set
 *   <li>{@code <system>.token-parameters}: others for the token's request, {@code
 *       name=value&name=value}
 *   <li>{@code <system>.token-type}: the word before the token in {@code Authorization}, {@code
 *       Bearer} by default
 *   <li>{@code <system>.client-authentication}: {@code post} (the default) or {@code basic}
 *   <li>{@code <system>.token-lifetime}: holds when the answer has no {@code expires_in}, as
 *       Salesforce's; 30 minutes by default
 * </ul>
 *
 * <p>A source may have settings of its own: {@code <system>.client-id.<source>} and so on.
 */
@Component(AccessTokens.BEAN)
public class OAuth2Tokens implements AccessTokens {

  private static final List<String> SETTINGS =
      List.of(
          "token-url",
          "client-id",
          "client-secret",
          "scope",
          "audience",
          "token-parameters",
          "token-type",
          "client-authentication",
          "token-lifetime");

  /** So long before its end a token is no longer used: calls take time. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final Environment settings;
  private final Clock clock;
  private final JdkClientHttpRequestFactory requests;
  private final Map<Client, OAuth2AccessToken> tokens = new ConcurrentHashMap<>();

  OAuth2Tokens(Environment settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder().connectTimeout(millis("http.connect-timeout")).build());
    requests.setReadTimeout(millis("http.response-timeout"));
  }

  /** A token for whoever has no source, see {@link #token(String, String)}. */
  public String token(String system) {
    return token(system, null);
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.springframework.security.oauth2.core.OAuth2AuthorizationException in the server's
   *     words when it gives none
   */
  @Override
  public String token(String system, String source) {
    return tokens
        .compute(client(system, source), (one, known) -> isUsable(known) ? known : one.fetch())
        .getTokenValue();
  }

  /** As {@link #forget(String, String, String)}, for whoever has no source. */
  public void forget(String system, String token) {
    forget(system, null, token);
  }

  @Override
  public void forget(String system, String source, String token) {
    tokens.computeIfPresent(
        client(system, source), (one, known) -> known.getTokenValue().equals(token) ? null : known);
  }

  @Override
  public String type(String system, String source) {
    return client(system, source).setting("token-type", "Bearer");
  }

  @Override
  public boolean isOwn(String system, String source) {
    return source != null
        && SETTINGS.stream()
            .anyMatch(name -> settings.containsProperty(system + "." + name + "." + source));
  }

  /** The system's, unless one of its settings is of the source alone. */
  private Client client(String system, String source) {
    return new Client(system, isOwn(system, source) ? source : null);
  }

  private boolean isUsable(OAuth2AccessToken token) {
    return token != null && clock.instant().isBefore(token.getExpiresAt().minus(MARGIN));
  }

  /** Whoever asks for a token; the source is null for that of all. */
  private final class Client {

    private final String system;
    private final String source;

    private Client(String system, String source) {
      this.system = system;
      this.source = source;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Client client
          && client.system.equals(system)
          && Objects.equals(client.source, source);
    }

    @Override
    public int hashCode() {
      return Objects.hash(system, source);
    }

    private OAuth2AccessToken fetch() {
      ClientRegistration registration =
          ClientRegistration.withRegistrationId(system)
              .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
              .clientAuthenticationMethod(authentication())
              .scope(scopes())
              .clientId(required("client-id"))
              .clientSecret(required("client-secret"))
              .tokenUri(required("token-url"))
              .build();
      return asking()
          .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
          .getAccessToken();
    }

    private RestClientClientCredentialsTokenResponseClient asking() {
      long seconds = DurationStyle.detectAndParse(setting("token-lifetime", "30m")).toSeconds();
      DefaultMapOAuth2AccessTokenResponseConverter reading =
          new DefaultMapOAuth2AccessTokenResponseConverter();
      OAuth2AccessTokenResponseHttpMessageConverter answer =
          new OAuth2AccessTokenResponseHttpMessageConverter();
      answer.setAccessTokenResponseConverter(
          fields -> {
            if (fields.get(OAuth2ParameterNames.ERROR) instanceof String error) {
              throw new OAuth2AuthorizationException(new OAuth2Error(error));
            }
            Map<String, Object> complete = new HashMap<>(fields);
            complete.putIfAbsent(OAuth2ParameterNames.EXPIRES_IN, seconds);
            return reading.convert(complete);
          });
      RestClientClientCredentialsTokenResponseClient client =
          new RestClientClientCredentialsTokenResponseClient();
      MultiValueMap<String, String> more = more();
      client.addParametersConverter(request -> more);
      client.setRestClient(
          RestClient.builder()
              .requestFactory(requests)
              .messageConverters(List.of(new FormHttpMessageConverter(), answer))
              .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
              .build());
      return client;
    }

    private MultiValueMap<String, String> more() {
      MultiValueMap<String, String> more = new LinkedMultiValueMap<>();
      String others = setting("token-parameters", "");
      for (String one : others.isBlank() ? new String[0] : others.strip().split("&")) {
        String[] pair = one.split("=", 2);
        more.add(pair[0], pair.length == 2 ? pair[1] : "");
      }
      String audience = setting("audience", "");
      if (!audience.isBlank()) {
        more.add("audience", audience);
      }
      return more;
    }

    private String[] scopes() {
      String scopes = setting("scope", "");
      return scopes.isBlank() ? new String[0] : scopes.strip().split("\\s+");
    }

    private ClientAuthenticationMethod authentication() {
      String how = setting("client-authentication", "post");
      return switch (how) {
        case "post" -> ClientAuthenticationMethod.CLIENT_SECRET_POST;
        case "basic" -> ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
        default ->
            throw new IllegalStateException(
                "%s.client-authentication is %s; give post or basic".formatted(system, how));
      };
    }

    private String required(String name) {
      String value = setting(name, "");
      if (value.isBlank()) {
        throw new IllegalStateException("%s.%s is not set".formatted(system, name));
      }
      return value;
    }

    private String setting(String name, String otherwise) {
      String general = system + "." + name;
      String own = source == null ? null : settings.getProperty(general + "." + source);
      return own == null ? settings.getProperty(general, otherwise) : own;
    }
  }

  private Duration millis(String setting) {
    return Duration.ofMillis(Long.parseLong(settings.getRequiredProperty(setting)));
  }
}
