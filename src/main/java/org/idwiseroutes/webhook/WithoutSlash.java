package org.idwiseroutes.webhook;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.util.regex.Pattern;

/**
 * A request whose path is that of a source and a slash, as one for the source: whoever enters the
 * URL in a portal may end it with one.
 */
final class WithoutSlash extends HttpServerRequestWrapper {

  private static final Pattern SOURCE_AND_SLASH = Pattern.compile("/webhooks/idwise/[^/]+/");

  private final String path;

  private WithoutSlash(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
    this.path = request.path().substring(0, request.path().length() - 1);
  }

  /** The request itself, unless its path ends so. */
  static HttpServerRequest of(HttpServerRequest request) {
    return SOURCE_AND_SLASH.matcher(request.path()).matches() ? new WithoutSlash(request) : request;
  }

  @Override
  public String path() {
    return path;
  }
}
