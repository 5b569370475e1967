package org.idwiseroutes.ops;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why an attempt failed, in words for somebody who has never seen the name of a Java class. */
public final class PlainReason {

  private static final Pattern STATUS = Pattern.compile("^HTTP (\\d{3})");
  private static final Pattern SMTP = Pattern.compile("^SMTP (\\d{3})");
  private static final Pattern CLASS =
      Pattern.compile("^(?:[a-z][\\w]*\\.)*[A-Z]\\w*(?:Exception|Error|Alert)\\b:?\\s*");

  private static final String FAILS = "fails";

  private record Sign(Pattern in, String words) {

    static Sign of(String in, String words) {
      return new Sign(Pattern.compile(in, Pattern.CASE_INSENSITIVE), words);
    }
  }

  private static final List<Sign> SIGNS =
      List.of(
          Sign.of(
              "UnknownHost|UnresolvedAddress|Name or service not known",
              "its host name is not known"),
          Sign.of("connection refused|Couldn't connect", "does not answer: connection refused"),
          Sign.of("no route to host|network is unreachable", "cannot be reached over the network"),
          Sign.of(
              "connection reset|broken pipe|EOFException|failed to respond|premature end|connection (is )?closed",
              "breaks the connection off"),
          Sign.of("attempt timeout|timed? ?out|Timeout", "does not answer in time"),
          Sign.of(
              "certificat|CertPath|PKIX|SSLHandshake|SSLPeerUnverified|handshake",
              "no secure connection can be made: look at its certificate"),
          Sign.of("SSL", "no secure connection can be made"),
          Sign.of("OAuth2Authorization|invalid_client|invalid_grant", "gives us no access token"),
          Sign.of(
              "AuthenticationFailed|SMTP 535|\\b535[ -]5\\.7", "refuses our name and password"));

  private PlainReason() {}

  /**
   * The reason with the destination as its subject: {@code does not answer: connection refused}.
   *
   * @param error as the attempt has it; null stays null
   */
  public static String of(String error) {
    if (error == null) {
      return null;
    }
    String known = known(error);
    if (known != null) {
      return known;
    }
    String rest = CLASS.matcher(error).replaceFirst("").strip();
    return rest.isEmpty() ? FAILS : FAILS + ": " + rest;
  }

  /** The same without words of the failure itself, which may be about a person. */
  public static String aboutNobody(String error) {
    String known = error == null ? null : known(error);
    return known == null ? FAILS : known;
  }

  private static String known(String error) {
    Matcher http = STATUS.matcher(error);
    if (http.find()) {
      return http(Integer.parseInt(http.group(1)));
    }
    for (Sign sign : SIGNS) {
      if (sign.in().matcher(error).find()) {
        return sign.words();
      }
    }
    Matcher smtp = SMTP.matcher(error);
    return smtp.find() ? "does not take the mail (%s)".formatted(smtp.group(1)) : null;
  }

  private static String http(int status) {
    return switch (status) {
      case 401, 403 -> "refuses our credentials (%d)".formatted(status);
      case 404 -> "does not know the record, or the address (404)";
      case 400, 422 -> "does not accept what we send (%d)".formatted(status);
      case 408, 504 -> "does not answer in time (%d)".formatted(status);
      case 409 -> "says that it conflicts with what is there (409)";
      case 429 -> "is asked too often (429)";
      case 502, 503 -> "is not available (%d)".formatted(status);
      default ->
          status >= 500 ? "fails inside (%d)".formatted(status) : "answers %d".formatted(status);
    };
  }
}
