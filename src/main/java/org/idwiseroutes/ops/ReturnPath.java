package org.idwiseroutes.ops;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.web.util.WebUtils;

/**
 * Remembers where somebody wanted to go before the login: the path and the query of a page, when
 * short, in a cookie of the browser. The server keeps nothing, and the way back leads to a page of
 * the console on this host whatever the cookie or the header {@code Host} says.
 */
class ReturnPath implements RequestCache {

  private static final String COOKIE = "idwise-return";
  private static final int LONGEST = 512;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
  private static final Pattern PAGE = Pattern.compile("/console(?:[/?][\\x21-\\x7e]*)?");

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    String query = request.getQueryString();
    String page = request.getRequestURI() + (query == null ? "" : "?" + query);
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    if (HttpMethod.GET.matches(request.getMethod())
        && accepted != null
        && accepted.contains(MediaType.TEXT_HTML_VALUE)
        && isPage(page)) {
      String value = Base64.getUrlEncoder().encodeToString(page.getBytes(StandardCharsets.UTF_8));
      OpsCookies.set(request, response, COOKIE, value, REMEMBERED_FOR);
    }
  }

  /** Where to go after the login, once; null for the overview. */
  @Override
  public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
    Cookie cookie = WebUtils.getCookie(request, COOKIE);
    if (cookie == null) {
      return null;
    }
    removeRequest(request, response);
    try {
      String page =
          new String(Base64.getUrlDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8);
      return isPage(page) ? new SimpleSavedRequest(page) : null;
    } catch (IllegalArgumentException tampered) {
      return null;
    }
  }

  @Override
  public HttpServletRequest getMatchingRequest(
      HttpServletRequest request, HttpServletResponse response) {
    return null;
  }

  @Override
  public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
    OpsCookies.remove(request, response, COOKIE);
  }

  private static boolean isPage(String page) {
    return page.length() <= LONGEST && PAGE.matcher(page).matches();
  }
}
