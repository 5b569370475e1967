package org.idwiseroutes.ops;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;

/**
 * Answers logins that fail: the form with the login page, HTTP Basic with 401. One that was not
 * looked at is answered 429 or 503 with {@code Retry-After} at both.
 */
class LoginRefusals implements AuthenticationEntryPoint, AuthenticationFailureHandler {

  /** The request attribute that tells the login page what to say. */
  static final String PROBLEM = "loginProblem";

  /** Where the login page is shown for a form that was refused. */
  static final String REFUSED_PAGE = "/console/login/refused";

  private final BasicAuthenticationEntryPoint basic = new BasicAuthenticationEntryPoint();
  private final String loginPage;

  LoginRefusals(String loginPage) {
    this.loginPage = loginPage;
    basic.setRealmName("idwise-routes");
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException, ServletException {
    if (failure instanceof LoginRefusedException refused) {
      say(refused, response);
      request.setAttribute(PROBLEM, refused.getMessage());
      request.getRequestDispatcher(REFUSED_PAGE).forward(request, response);
    } else {
      response.sendRedirect(loginPage + "?error");
    }
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    if (failure instanceof LoginRefusedException refused) {
      say(refused, response);
      response.setContentType("application/problem+json");
      response
          .getWriter()
          .write(
              "{\"type\":\"about:blank\",\"status\":%d,\"detail\":\"%s\"}"
                  .formatted(refused.status().value(), refused.getMessage()));
    } else if (failure instanceof OAuth2AuthenticationException) {
      response.addHeader(
          HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"%s\"".formatted(basic.getRealmName()));
      response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      basic.commence(request, response, failure);
    }
  }

  private static void say(LoginRefusedException refused, HttpServletResponse response) {
    response.setStatus(refused.status().value());
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refused.retryAfterSeconds()));
  }
}
