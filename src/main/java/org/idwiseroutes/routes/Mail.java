package org.idwiseroutes.routes;

import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.mail.MailAuthenticator;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.idwiseroutes.transform.SettingLookup;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What the route {@code mail} needs and YAML cannot say. */
@Component("mail")
public class Mail extends MailAuthenticator {

  private static final int LONGEST_SUBJECT = 200;
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_ELEMENTS = 50;
  private static final int DEEPEST = 5;

  /** A semicolon outside of double quotes. */
  private static final Pattern SEPARATOR = Pattern.compile(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private static final String STREAM_PROVIDER = "jakarta.mail.util.StreamProvider";

  private final PasswordAuthentication login;
  private final Environment settings;

  /** Of the application, and of each rehearsal with settings of its own. */
  private final Map<CamelContext, Map<String, String>> known =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Without a user name there is no login at all: many relays inside a network want none. */
  Mail(Environment settings) {
    this.settings = settings;
    String username = settings.getProperty("smtp.username");
    this.login =
        username == null || username.isBlank()
            ? new PasswordAuthentication(null, null)
            : new PasswordAuthentication(username, settings.getProperty("smtp.password"));
    nameStreamProvider();
  }

  /** Unless it is named, Jakarta Mail searches every jar for it, several times per mail. */
  private static void nameStreamProvider() {
    if (System.getProperty(STREAM_PROVIDER) == null) {
      System.setProperty(STREAM_PROVIDER, MailStreamProvider.class.getName());
    }
  }

  @Override
  public PasswordAuthentication getPasswordAuthentication() {
    return login;
  }

  /**
   * Connects and logs in as for a mail, and sends none.
   *
   * @throws MessagingException in the server's words
   */
  public void connect() throws MessagingException {
    Properties session = new Properties();
    String starttls = settings.getProperty("smtp.starttls");
    session.put("mail.smtp.starttls.enable", starttls);
    session.put("mail.smtp.starttls.required", starttls);
    session.put("mail.smtp.ssl.checkserveridentity", "true");
    session.put("mail.smtp.connectiontimeout", settings.getProperty("http.connect-timeout"));
    session.put("mail.smtp.timeout", settings.getProperty("http.response-timeout"));
    session.put("mail.smtp.auth", login.getUserName() != null);
    try (Transport transport = Session.getInstance(session).getTransport("smtp")) {
      transport.connect(
          settings.getProperty("smtp.host"),
          Integer.parseInt(settings.getProperty("smtp.port")),
          login.getUserName(),
          login.getPassword());
    }
  }

  /**
   * Cuts the event in the body, a map, to what a mail can show: texts of 500 characters, lists and
   * objects of 50 elements, to a depth of 5. So a mail has a largest size, whatever the event says.
   */
  public void shorten(Exchange exchange) {
    exchange.getMessage().setBody(shortened(exchange.getMessage().getBody(), DEEPEST));
  }

  private static Object shortened(Object value, int depth) {
    if (value instanceof String text) {
      return text.length() > LONGEST_TEXT ? text.substring(0, end(text)) + "…" : text;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> some = new LinkedHashMap<>();
      map.entrySet().stream()
          .limit(depth == 0 ? 0 : MOST_ELEMENTS)
          .forEach(field -> some.put(field.getKey(), shortened(field.getValue(), depth - 1)));
      return some;
    }
    if (value instanceof List<?> list) {
      List<Object> some = new ArrayList<>();
      list.stream()
          .limit(depth == 0 ? 0 : MOST_ELEMENTS)
          .forEach(element -> some.add(shortened(element, depth - 1)));
      return some;
    }
    return value;
  }

  /** Not between the two halves of a character. */
  private static int end(String text) {
    return Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1))
        ? LONGEST_TEXT - 1
        : LONGEST_TEXT;
  }

  /**
   * The addresses of a team, from {@code email.<team>.<source>}, else {@code email.<team>}; without
   * a team, those of compliance.
   *
   * @throws IllegalStateException when the team has none
   */
  public String recipients(
      @Variable("team") String team, @Variable("source") String source, CamelContext camel) {
    String setting = "email." + (team == null ? "compliance" : team);
    String addresses = setting(camel, setting + "." + source, setting);
    if (addresses.isBlank()) {
      throw new IllegalStateException(
          "%s is not set; name the addresses of this team".formatted(setting));
    }
    return addresses;
  }

  /**
   * Where answers go, all addresses of {@code email.reply-to}, their names in ASCII as a header has
   * to be (RFC 2047); null for the sender.
   */
  public String replyTo(CamelContext camel) {
    String addresses = setting(camel, "email.reply-to", "");
    if (addresses.isBlank()) {
      return null;
    }
    String list = SEPARATOR.matcher(addresses).replaceAll(",");
    try {
      InternetAddress[] parsed = InternetAddress.parse(list);
      for (InternetAddress one : parsed) {
        one.setPersonal(one.getPersonal(), StandardCharsets.UTF_8.name());
      }
      return InternetAddress.toString(parsed);
    } catch (AddressException | UnsupportedEncodingException e) {
      throw new IllegalStateException(
          "email.reply-to is no list of addresses: " + e.getMessage(), e);
    }
  }

  /**
   * The subject after the prefix of its source ({@code email.subject-prefix.<source>}, else {@code
   * email.subject-prefix}), on one line: a line break in it would begin another header.
   */
  public String subject(
      @Variable("subject") String subject, @Variable("source") String source, CamelContext camel) {
    String prefix = setting(camel, "email.subject-prefix." + source, "email.subject-prefix");
    String line = (prefix + " " + subject).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    int end = Math.min(line.length(), LONGEST_SUBJECT);
    boolean halves = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, halves ? end - 1 : end);
  }

  /** The value of a setting, else of another one, else nothing; each is looked for once. */
  private String setting(CamelContext camel, String name, String otherwise) {
    return known
        .computeIfAbsent(camel, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            name,
            any ->
                SettingLookup.of(camel, any)
                    .or(() -> SettingLookup.of(camel, otherwise))
                    .orElse(""));
  }
}
