package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.cli.Commands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** {@code --check}: every mistake is found at its line, with what was probably meant. */
class CheckTest extends ProductTest {

  @TempDir Path folder;

  private static Product checking;

  @BeforeEach
  void begin() throws IOException {
    if (checking == null) {
      checking = Product.start(Database.H2.url());
    }
    FileSystemUtils.copyRecursively(Path.of("routes"), folder);
  }

  @AfterAll
  static void end() {
    if (checking != null) {
      checking.close();
      checking = null;
    }
  }

  @Test
  void nothingIsWrongWithWhatIsShipped() throws IOException {
    assertThat(check()).isEmpty();
    assertThat(checking.context().getBean(Checker.class).check(folder).scenarios())
        .hasSizeGreaterThan(50)
        .allSatisfy(scenario -> assertThat(scenario.problems()).isEmpty());
  }

  /** Nobody has to set what belongs to a vendor that is not chosen. */
  @Test
  void aSettingOfARouteThatIsOffIsNotMissed() throws IOException {
    Path desk = folder.resolve("zendesk/zendesk.camel.yaml");
    Files.writeString(desk, Files.readString(desk).replace("zendesk.token", "zendesk.tolken"));
    assertThat(check()).isEmpty();
    Files.writeString(
        desk, Files.readString(desk).replace("'{{ticketing.kind}}' == 'zendesk'", "1 == 1"));
    assertThat(check()).anyMatch(problem -> problem.text().contains("{{zendesk.tolken}} is set"));
  }

  /** A line of a rehearsal would be read as one about an event. */
  @Test
  void aCheckLogsNothingInTheNameOfRoutes() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger ofRoute = (Logger) LoggerFactory.getLogger("decide-aml");
    ofRoute.addAppender(log);
    check();
    ofRoute.detachAppender(log);
    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticketing.camel.yaml | 0 | inputType: JsonString | frameBinding: x | jsonata has no option \"frameBinding\"",
        "email.camel.yaml | 0 | templateMode: HTML | resolver: FILE | the only resolver is STRING",
        "crm.camel.yaml | 1 | id: crm-result | id: [crm-result | it is not YAML: expected ',' or ']'",
        "crm.camel.yaml | 1 | id: crm-result | id: crm-resultNL            id: crm-result | it is not YAML: found duplicate key id",
        "mail.camel.yaml | 0 | setHeaders:  | setHaeders:  | there is no \"setHaeders\" here; probably meant: setHeaders",
        "rest/ticketing.camel.yaml | 0 | okStatusCodeRange: | okStatusCodesRange: | json-http has no option \"okStatusCodesRange\"; probably meant: okStatusCodeRange",
        "rest/crm.camel.yaml | 0 | json-http:PUT | json-htp:PUT | there is no component \"json-htp\"; probably meant: json-http",
        "zendesk/zendesk.camel.yaml | 0 | basic: | header: \"X-Api-Key: abc123\" # | a secret is written here",
        "rest/crm.camel.yaml | -2 | url: | ulr: | json-http needs the parameter url",
        "rest/crm.camel.yaml | 0 | json-http:PUT | json-http:PUTT | write the method behind it: json-http:POST",
        "zendesk/zendesk.camel.yaml | 0 | ticket.id} | ticket.id | it is no JSONata",
        "crm.camel.yaml | 0 | supersede: true | superseed: true | outbox has no option \"superseed\"; probably meant: supersede",
        "ticketing.camel.yaml | 0 | uri: jsonata | uri: jsonato | there is no component \"jsonato\"; probably meant: jsonata",
        "rest/crm.camel.yaml | 0 | {{crm.url}} | {{crm.ulr}} | {{crm.ulr}} is set nowhere; probably meant: crm.url",
        "crm.camel.yaml | 0 | ref: results | ref: result | there is no bean \"result\"; probably meant: results",
        "rest/crm.camel.yaml | 0 | customer.jsonata | costumer.jsonata | there is no file rest/costumer.jsonata; probably meant: rest/customer.jsonata",
        "crm.camel.yaml |  | outbox:crm | outbox:cmr | no route takes from \"outbox:crm\"; probably meant: outbox:cmr",
        "decide.camel.yaml | 0 | direct:decide-aml | direct:decide-alm | no route takes from \"direct:decide-alm\"; probably meant: direct:decide-aml",
        "decide.camel.yaml |  | direct:decide-aml | direct:decide-journey | nobody sends to \"direct:decide-aml\"",
        "decide.camel.yaml |  | Finished Step,Step Submitted,Finished User | Finished Step,Step Submitted,Started User | no rule handles \"Finished User Steps\"",
        "decide.camel.yaml |  | ${variable.aml} == true | ${variable.event} != '' | no event reaches the rule \"decide-journey\"",
        "decide-journey.camel.yaml |  | == 'rejected' | == 'rejekted' | no event reaches the rule \"decide-journey-rejected\"",
        "hubspot/hubspot.camel.yaml | 0 | {{hubspot.token}} | pat-na1-abc | a secret is written here",
        "jira/jira.camel.yaml | 0 | {{jira.token}} | hunter22 | a secret is written here",
        "rest/customer.jsonata | 0 | \"status\": status ? status : outcome, | \"status\": status ? status : outcome,, | it is no JSONata",
        "email.camel.yaml | 0 | templates/event.html | templates/evnt.html | there is no file templates/evnt.html; probably meant: templates/event.html",
        "scenarios/order.yaml | -3 | crm: {outcome: review | crm: {outcome: verified | crm: outcome should be verified, but is review",
        "email.camel.yaml | 0 | id: email-send | id: crm-result | another step has the id \"crm-result\" already, in crm.camel.yaml",
        "decide-journey.camel.yaml | | ${variable.news} == false | ${variable.changed} == true | \"Finished Journey, Complete\", step 1 (Finished Journey): expected to go to crm",
        "rest/close.jsonata | | resolution | decided | ticketing, request 2: body.resolution should be Rejected, but is not set",
        "rest/crm.camel.yaml | | /customers/ | /people/ | crm, request 1: to should end with /customers/r%201, but is http://localhost",
        "scenarios/requests.yaml | 0 | method: PUT | methot: PUT | a scenario has no \"methot\"; probably meant: method",
        "rest/scenarios/answers.yaml | 0 | rest-open-post: | rest-open-pots: | no step has the id \"rest-open-pots\"; probably meant: rest-open-post",
        "templates/event.txt | | ${body.event} | ${body.event | it fails with",
        "zendesk/ticket.jsonata | | { | {{ | it is no JSONata",
        "rest/customer.jsonata | | \"status\": status | \"status\": $nothing(outcome) | it fails with Finished Journey to crm",
        "scenarios/order.yaml | 0 | expect:  | expekt:  | a scenario has no \"expekt\"; probably meant: expect",
      })
  void aMistakeIsFoundAtItsLine(
      String file, Integer below, String right, String wrong, String found) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(right);
    Files.writeString(
        path,
        text.replaceFirst(
            Pattern.quote(right), Matcher.quoteReplacement(wrong.replace("NL", "\n"))));
    assertThat(check())
        .anySatisfy(
            problem -> {
              assertThat(problem.text()).contains(found);
              if (below != null) {
                assertThat(problem.file()).isEqualTo(file);
                assertThat(problem.line()).isEqualTo(lineOf(text, right) + below);
              }
            });
  }

  private static int lineOf(String text, String part) {
    return 1 + (int) text.substring(0, text.indexOf(part)).chars().filter(c -> c == '\n').count();
  }

  private List<Problem> check() throws IOException {
    return checking.context().getBean(Checker.class).check(folder).problems();
  }

  @Test
  @Tag("full")
  void theCommandPrintsAllAtOnceAndAnswersOne() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Files.writeString(
        folder.resolve("crm.camel.yaml"),
        Files.readString(folder.resolve("crm.camel.yaml"))
            .replace("ref: results", "ref: result")
            .replace("supersede: true", "superseed: true"));
    assertThat(run(out, folder)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("crm.camel.yaml:", "superseed", "\"result\"", "2 to put right.");
    out.reset();
    assertThat(run(out, Path.of("routes"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Nothing is wrong in routes");
  }

  @Test
  void aStartLogsWhatIsWrong() throws IOException {
    Files.writeString(
        folder.resolve("crm.camel.yaml"),
        Files.readString(folder.resolve("crm.camel.yaml")).replace("ref: results", "ref: result"));
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger("org.idwiseroutes.check.StartCheck");
    logger.addAppender(log);
    try (Product careless =
        Product.start(
            Database.H2.url(),
            "idwise.routes.directory=" + folder,
            "idwise.routes.check-at-start=true")) {
      assertThat(careless.isRunning()).isTrue();
      logger.addAppender(log);
      await()
          .until(
              () ->
                  List.copyOf(log.list).stream()
                      .anyMatch(
                          event -> event.getFormattedMessage().contains("no bean \"result\"")));
    } finally {
      logger.detachAppender(log);
    }
  }

  private static int run(ByteArrayOutputStream out, Path folder) {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Commands(IdwiseRoutes.class, printed, printed)
        .run(
            new String[] {"--check", folder.toString()},
            settings -> {
              throw new AssertionError("a node started");
            });
  }
}
