package org.idwiseroutes.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.jackson2.SecurityJackson2Modules;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.util.WebUtils;

/**
 * Keeps what a login by OpenID Connect has begun with (state, nonce) in a cookie of the browser,
 * encrypted and authenticated with a key of this start of the node, so that a login that is only
 * begun costs no session.
 */
class OidcRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

  private static final String COOKIE = "idwise-oidc";
  private static final Duration LONGEST_LOGIN = Duration.ofMinutes(10);
  private static final int KEY_BYTES = 32;

  private final BytesEncryptor encryptor =
      Encryptors.stronger(
          Base64.getEncoder().encodeToString(KeyGenerators.secureRandom(KEY_BYTES).generateKey()),
          KeyGenerators.string().generateKey());
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModules(SecurityJackson2Modules.getModules(getClass().getClassLoader()));

  /** The login that the request goes on with; null when its cookie is missing or not of ours. */
  @Override
  public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, COOKIE);
    if (cookie == null) {
      return null;
    }
    try {
      byte[] opened = encryptor.decrypt(Base64.getUrlDecoder().decode(cookie.getValue()));
      OAuth2AuthorizationRequest begun = json.readValue(opened, OAuth2AuthorizationRequest.class);
      return begun.getState().equals(request.getParameter(OAuth2ParameterNames.STATE))
          ? begun
          : null;
    } catch (IOException | IllegalArgumentException | IllegalStateException notOurs) {
      return null;
    }
  }

  @Override
  public void saveAuthorizationRequest(
      OAuth2AuthorizationRequest begun, HttpServletRequest request, HttpServletResponse response) {
    if (begun == null) {
      OpsCookies.remove(request, response, COOKIE);
      return;
    }
    try {
      byte[] closed = encryptor.encrypt(json.writeValueAsBytes(begun));
      OpsCookies.set(
          request, response, COOKIE, Base64.getUrlEncoder().encodeToString(closed), LONGEST_LOGIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest begun = loadAuthorizationRequest(request);
    if (begun != null) {
      OpsCookies.remove(request, response, COOKIE);
    }
    return begun;
  }
}
