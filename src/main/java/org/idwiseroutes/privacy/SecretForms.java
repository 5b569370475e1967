package org.idwiseroutes.privacy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The forms in which secrets may stand in a text: as they are, encoded for a URL, a form, JSON or
 * HTML, in hexadecimal digits, and in Base64 with anything before and behind them, as {@code
 * user:password} of HTTP Basic.
 *
 * <p>A secret of {@value #SHORTEST_ANYWHERE} characters or more is found anywhere. A shorter one is
 * found where it stands as a whole word, since it may be a part of ordinary words. One of fewer
 * than {@value #SHORTEST} characters is not looked for: hiding it would hide the text.
 */
final class SecretForms {

  static final int SHORTEST = 3;
  static final int SHORTEST_ANYWHERE = 6;

  private static final String HIDDEN = "******";
  private static final String CUT = "…";

  private final List<String> anywhere;
  private final List<String> words;
  private final List<String> base64;

  SecretForms(Collection<String> secrets) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> whole = new LinkedHashSet<>();
    Set<String> coded = new LinkedHashSet<>();
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST_ANYWHERE) {
        found.addAll(written(secret));
        coded.addAll(base64(secret));
      } else if (secret.length() >= SHORTEST) {
        whole.addAll(written(secret));
      }
    }
    this.anywhere = longestFirst(found);
    this.words = longestFirst(whole);
    this.base64 = longestFirst(coded);
  }

  /** The text with six asterisks in the place of each secret. */
  String hide(String text) {
    String hidden = text;
    for (String form : anywhere) {
      hidden = hidden.replace(form, HIDDEN);
    }
    for (String form : base64) {
      hidden = hideAround(hidden, form, SecretForms::isBase64);
    }
    for (String form : words) {
      hidden = hideWords(hidden, form);
    }
    return hideCutOff(hidden);
  }

  /** A text that was shortened may end within a secret. */
  private String hideCutOff(String text) {
    String end = text.endsWith(CUT) ? text.substring(0, text.length() - 1) : text;
    for (String form : anywhere) {
      for (int length = Math.min(form.length() - 1, end.length());
          length >= SHORTEST_ANYWHERE;
          length--) {
        if (end.regionMatches(end.length() - length, form, 0, length)) {
          return end.substring(0, end.length() - length) + HIDDEN + text.substring(end.length());
        }
      }
    }
    return text;
  }

  private static String hideAround(String text, String form, IntPredicate belongs) {
    int at = text.indexOf(form);
    if (at < 0) {
      return text;
    }
    StringBuilder hidden = new StringBuilder();
    int done = 0;
    while (at >= 0) {
      int from = at;
      while (from > done && belongs.test(text.charAt(from - 1))) {
        from--;
      }
      int to = at + form.length();
      while (to < text.length() && (belongs.test(text.charAt(to)) || text.charAt(to) == '=')) {
        to++;
      }
      hidden.append(text, done, from).append(HIDDEN);
      done = to;
      at = text.indexOf(form, done);
    }
    return hidden.append(text, done, text.length()).toString();
  }

  private static String hideWords(String text, String form) {
    int at = text.indexOf(form);
    if (at < 0) {
      return text;
    }
    StringBuilder hidden = new StringBuilder();
    int done = 0;
    while (at >= 0) {
      int to = at + form.length();
      boolean whole =
          (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
              && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
      hidden.append(text, done, at).append(whole ? HIDDEN : form);
      done = to;
      at = text.indexOf(form, done);
    }
    return hidden.append(text, done, text.length()).toString();
  }

  private static Set<String> written(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    for (String encoded :
        List.of(
            UriUtils.encode(secret, StandardCharsets.UTF_8),
            UriUtils.encodeQueryParam(secret, StandardCharsets.UTF_8),
            URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
      forms.add(encoded);
      forms.add(lowerCaseEscapes(encoded));
    }
    String json = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(secret));
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(asciiJson(json));
    forms.add(HtmlUtils.htmlEscape(secret));
    forms.add(HtmlUtils.htmlEscape(secret, "UTF-8"));
    forms.add(HtmlUtils.htmlEscapeDecimal(secret));
    forms.add(HtmlUtils.htmlEscapeHex(secret));
    for (String entity : List.of("&#%d;", "&#x%x;", "&#x%X;")) {
      forms.add(secret.codePoints().mapToObj(entity::formatted).collect(Collectors.joining()));
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    return forms;
  }

  private static String lowerCaseEscapes(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int i = encoded.indexOf('%'); i >= 0 && i + 2 < encoded.length(); ) {
      lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
      i = encoded.indexOf('%', i + 3);
    }
    return lower.toString();
  }

  private static String asciiJson(String json) {
    StringBuilder ascii = new StringBuilder();
    json.chars()
        .forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
    return ascii.toString();
  }

  /** The characters that the secret alone decides, for each of the three places it can begin at. */
  private static List<String> base64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length * 8 / 6;
      if (to - from >= SHORTEST_ANYWHERE) {
        forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
        forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
      }
    }
    return forms;
  }

  private static boolean isBase64(int c) {
    return c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_';
  }

  private static List<String> longestFirst(Set<String> forms) {
    return forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }
}
