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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.check.Report;
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
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
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
    Checker checker = checking.context().getBean(Checker.class);
    assertThat(checker.check(Path.of("routes")).errors()).isEmpty();
    assertThat(checker.check(folder).scenarios())
        .hasSizeGreaterThan(50)
        .allSatisfy(scenario -> assertThat(scenario.problems()).isEmpty());
  }

  /** Nobody has to set what belongs to a vendor that neither settings nor scenarios choose. */
  @Tag("full")
  @Test
  void aSettingOfARouteThatIsOffIsNotMissed() throws IOException {
    Files.delete(folder.resolve("zendesk/scenarios/requests.yaml"));
    Path desk = folder.resolve("zendesk/zendesk.camel.yaml");
    Files.writeString(desk, Files.readString(desk).replace("zendesk.token", "zendesk.tolken"));
    assertThat(check()).isEmpty();
    Files.writeString(
        desk, Files.readString(desk).replace("'{{ticketing.kind}}' == 'zendesk'", "1 == 1"));
    assertThat(check()).anyMatch(problem -> problem.text().contains("{{zendesk.tolken}} is set"));
  }

  /** As in production: a status that a call does not accept ends the delivery. */
  @Tag("full")
  @Test
  void whatASystemAnswersIsTakenAsInProduction() throws IOException {
    Files.writeString(
        folder.resolve("scenarios/status.yaml"),
        """
        - settings: {crm.kind: rest, ticketing.kind: rest, notfy.kind: none, publish.kind: none}
        - scenario: The CRM fails
          steps:
            - event: Finished Journey
              body: {journeyId: j1, referenceNo: r1, systemDecision: Complete}
              statuses: {rest-crm-put: 503}
              expect:
                crm: {requests: [{method: PUT}]}
        - scenario: The names of steps are misspelt
          steps:
            - event: Finished Journey
              body: {journeyId: j1, referenceNo: r1, systemDecision: Complete}
              answers: {rest-crm-putt: {}}
              expect:
                crm: {requests: [{method: PUT, headers: {Authorization: }}]}
        """);
    assertThat(check())
        .extracting(Problem::text)
        .anyMatch(text -> text.contains("crm: its route fails") && text.contains("503"))
        .anyMatch(
            text ->
                text.contains("no step has the id \"rest-crm-putt\"; probably meant: rest-crm-put"))
        .anyMatch(text -> text.contains("\"Authorization\" is never shown"))
        .anyMatch(text -> text.contains("\"notfy.kind\"; probably meant: notify.kind"))
        .hasSize(4);
  }

  @Tag("full")
  @Test
  void aSettingThatNobodyReadsIsTold(@TempDir Path config) throws IOException {
    Files.writeString(
        config.resolve("application.properties"),
        """
        my.own=1
        crm.ulr=https://crm.localhost
        email.fraud=fraud@localhost
        jira.base=https://jira.localhost
        jira.url=${jira.base}
        idwise.outbox.maxAttempts=7
        idwise.outbox.max-atempts=7
        idwise.sources.acme.basic.username=acme
        idwise.sources.acme.basic.usrname=acme
        idwise.sources.acme.headers.X-Anything=acme-header
        idwise.sources.acme.basic.password=acme-password
        spring.nobody.knows=1
        """);
    try (Product product =
        Product.start(
            Database.H2.url(), "spring.config.additional-location=file:" + config + "/")) {
      assertThat(product.context().getBean(Checker.class).check(folder).warnings())
          .extracting(Problem::toString)
          .containsExactly(
              config
                  + "/application.properties:2: warning: nobody reads the setting \"crm.ulr\"; probably meant: crm.url",
              config
                  + "/application.properties:7: warning: nobody reads the setting \"idwise.outbox.max-atempts\"; probably meant: idwise.outbox.max-attempts",
              config
                  + "/application.properties:9: warning: nobody reads the setting \"idwise.sources.acme.basic.usrname\"; probably meant: basic.username");
    }
  }

  @Tag("full")
  @Test
  void aRouteThatGoesRoundForEverIsEnded() throws IOException {
    Path crm = folder.resolve("rest/crm.camel.yaml");
    Files.writeString(
        crm,
        Files.readString(crm)
            .replace(
                "      steps:\n",
                "      steps:\n        - loop:\n            id: round\n            doWhile: true\n            expression:\n              simple:\n                expression: ${variable.eventId} != null\n            steps:\n              - setBody:\n                  id: round-body\n                  expression:\n                    simple:\n                      expression: ${body}\n"));
    assertThat(check()).anyMatch(problem -> problem.text().contains("go round for ever"));
  }

  /** A line of a rehearsal would be read as one about an event. */
  @Tag("full")
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

  @Tag("full")
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
        "rest/crm.camel.yaml | 0 | json-http:PUT | json-http:PUTT | PUTT is no method; there are GET, POST, PUT, PATCH, DELETE; probably meant: PUT",
        "rest/crm.camel.yaml | 0 | json-http:PUT | json-http | write the method behind it: json-http:POST",
        "zendesk/zendesk.camel.yaml | 0 | ticket.id} | ticket.id | it is no JSONata",
        "decide-crm.camel.yaml | 0 | laneBy: source,referenceNo | laneBy: source,refernceNo | nobody sets the variable \"refernceNo\"; probably meant: referenceNo",
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
        "decide-journey.camel.yaml | 0 | == 'rejected' | == 'rejekted' | outcome is never \"rejekted\"; probably meant: rejected",
        "decide-person.camel.yaml | -4 | == 'Verification Update Required' | == 'Verification Update Requierd' | IDWise documents no event \"Verification Update Requierd\"; probably meant: Verification Update Required",
        "hubspot/hubspot.camel.yaml | 0 | {{hubspot.token}} | pat-na1-abc | a secret is written here",
        "jira/jira.camel.yaml | 0 | {{jira.token}} | hunter22 | a secret is written here",
        "rest/customer.jsonata | 0 | \"lastEvent\": event, | \"lastEvent\": event,, | it is no JSONata",
        "email.camel.yaml | 0 | templates/event.html | templates/evnt.html | there is no file templates/evnt.html; probably meant: templates/event.html",
        "scenarios/order.yaml | -3 | crm: {outcome: review | crm: {outcome: verified | crm: outcome should be verified, but is review",
        "email.camel.yaml | 0 | id: email-send | id: crm-result | another step has the id \"crm-result\" already, in crm.camel.yaml",
        "scenarios/requests.yaml | 0 | method: PUT | methot: PUT | a scenario has no \"methot\"; probably meant: method",
        "rest/scenarios/answers.yaml | 0 | rest-open-post: | rest-open-pots: | no step has the id \"rest-open-pots\"; probably meant: rest-open-post",
        "templates/event.txt | | ${body.event} | ${body.event | it fails with",
        "zendesk/ticket.jsonata | | { | {{ | it is no JSONata",
        "rest/customer.jsonata | | \"lastEvent\": event | \"lastEvent\": $nothing(outcome) | it fails with Finished Journey to crm",
        "scenarios/order.yaml | 0 | expect:  | expekt:  | a scenario has no \"expekt\"; probably meant: expect",
        "decide-journey.camel.yaml | 0 | ${variable.news} == false | ${varable.news} == false | the expression ${varable.news} == false cannot be read: Unknown function: varable.news",
        "rest/ticketing.camel.yaml | 0 | ${variable.deliveryId}-comment-${variable.ticket} | ${variable.deliveryId-comment | cannot be read",
        "crm.camel.yaml | 0 | retryOn: 409 | maxAttempts: many | maxAttempts is \"many\", which is not a whole number",
        "crm.camel.yaml | 0 | supersede: true | supersede: yess | supersede is \"yess\", which is not true or false",
        "crm.camel.yaml | 0 | method: complete | method: compleet | the bean \"results\" has no method \"compleet\"; probably meant: complete",
        "decide.camel.yaml | | method: evaluate | method: quarantine | the first step has to be the bean \"decide\" with the method \"evaluate\"",
        "decide-person.camel.yaml | | uri: outbox:email | uri: outbox:ticketing | it adds a second delivery to outbox:ticketing, which fails the decision",
        "crm.camel.yaml | 0 | retryOn: 409 | retryOn: 409,4xx | retryOn is \"409,4xx\", which is not HTTP status codes with commas",
        "ticketing.camel.yaml | | id: ticketingNL | id: ticketingNL    autoStartup: falseNL | the route does not start: what is sent to \"outbox:ticketing\" waits",
        "rest/crm.camel.yaml | 0 | '{{crm.kind}}' == 'rest' | '{{crm.kind}}' = 'rest' | cannot be read: Unexpected token =",
        "idwise.camel.yaml | | - route: | route: | it is no list of routes: begin each of them with",
        "rest/crm.camel.yaml | 1 | url: \"{{crm.url}}/customers/{customer}\" | url: \"{{crm.url}}/customers/{customer}\"NL              oauth2: risk | risk.token-url is not set",
        "templates/alerts.txt | 0 | ${one.text} | ${one.txt} | no documented event, no scenario and no alert has a field \"txt\"; probably meant: text",
        "templates/alerts.html | | ${one.state} | ${one.state + } | an alert fails here: ",
        "alert.camel.yaml | | uri: outbox:alert-mail | uri: outbox:alert-mal | no route takes from \"outbox:alert-mal\"",
        "alert.camel.yaml | | uri: outbox:alertNL | uri: outbox:alrtNL | no route takes from outbox:alert: nobody would hear of what fails",
        "mail.camel.yaml | 0 | ${bean:mail?method=replyTo} | ${bean:mail?method=reployTo} | the bean \"mail\" has no method \"reployTo\"; probably meant: replyTo",
        "email.camel.yaml | 0 | uri: outbox:email | uri: outbox:crm | another route takes from \"outbox:crm\" already, in crm.camel.yaml",
        "decide-person.camel.yaml | -5 | expression: onboarding | expression: onbording | email.onbording is not set; name the addresses of this team; probably meant: onboarding",
        "ticketing.camel.yaml | 0 | no ${variable.ticket} ticket | no ${variable.tiket} ticket | nobody sets the variable \"tiket\"; probably meant: ticket",
        "rest/crm.camel.yaml | 0 | customers/{customer} | customers/{custmer} | nobody sets the variable \"custmer\"; probably meant: customer",
        "decide-tickets.camel.yaml | 4 | name: ticket | name: tickett | the variable \"ticket\" is not set on the way here",
        "rest/customer.jsonata | 0 | referenceNo | referenceNr | no documented event and no scenario has a field \"referenceNr\"; probably meant: referenceNo",
        "rest/customer.jsonata | 0 | $count(requiredSteps) | $cuont(requiredSteps) | there is no function $cuont; probably meant: $count",
        "decide-person.camel.yaml | 0 | setVariable: | setVariabel: | there is no \"setVariabel\" here; probably meant: setVariable",
        "decide.camel.yaml | 0 | Finished Step,Step Submitted, | Finished Step, Step Submitted, | \"Step Submitted\" is compared with the blanks around it",
        "decide.camel.yaml | 0 | ${variable.aml} == true | ${variable.aml} = true | probably meant: ==",
        "decide.camel.yaml | | ${variable.aml} == true | ${body[body][amount]} > 10 | the body is text here, of which a condition cannot read a field",
        "templates/event.html | 0 | th:text= | th:txt= | Thymeleaf has no th:txt of its own; probably meant: th:text",
        "templates/event.txt | 0 | ${body.receivedAt} | ${body.recievedAt} | has a field \"recievedAt\"; probably meant: receivedAt",
        "crm.camel.yaml | 0 | supersede: true | maxAttempts: 0 | maxAttempts is \"0\", which is not 1 or more",
        "rest/doctor.camel.yaml | | answers at crm.url | {{crm.url}} | {{crm.url}} stands in JSON as it is",
        "rest/doctor.camel.yaml | | \"answers at crm.url\" | {{jsn:crm.url}} | there is no function \"jsn\" of settings; probably meant: json",
        "rest/doctor.camel.yaml | | \"answers at crm.url\" | \"{{json:crm.url}}\" | has quotes of its own",
        "rest/crm.camel.yaml | | == 'rest' | == 'rset' | routes that would: dynamics/dynamics.camel.yaml when",
        "rest/crm.camel.yaml | | precondition: \"'{{crm.kind}}' == 'rest'\" | note: for a test | it takes from \"direct:crm-update\" under all settings",
        "mail.camel.yaml | 0 | ${bean:mail?method=replyTo} | ${bean:mail.reployTo} | the bean \"mail\" has no method \"reployTo\"; probably meant: replyTo",
      })
  void aMistakeIsFoundAtItsLine(
      String file, Integer below, String right, String wrong, String found) throws IOException {
    keepScenariosOf(folder.resolve(file));
    mistake(file, below, right, wrong, found);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decide-journey.camel.yaml | | ${variable.news} == false | ${variable.changed} == true | \"Finished Journey, Complete\", step 1 (Finished Journey): expected to go to crm",
        "decide-tickets.camel.yaml | | ${variable.opens} != null | ${variable.opens} != null && ${variable.closes} == null | ticketing: expected 2 deliveries, but there are 1: ticketing (team: compliance, ticket: close)",
        "decide-tickets.camel.yaml | | key: close | urgent: true | it adds a second delivery to outbox:ticketing, which fails the decision",
        "rest/close.jsonata | | resolution | decided | ticketing, request 2: body.resolution should be Rejected, but is not set",
        "rest/crm.camel.yaml | | /customers/ | /people/ | crm, request 1: to should end with /customers/r%201, but is http://localhost",
        "hubspot/contact.jsonata | 0 | status : outcome | status : outcom | has a field \"outcom\"; probably meant: outcome",
        "templates/event.html | 0 | ${body.body.trigger} | ${body.body.triger} | has a field \"triger\"; probably meant: trigger",
      })
  void aMistakeThatScenariosShowIsFoundAtItsLine(
      String file, Integer below, String right, String wrong, String found) throws IOException {
    mistake(file, below, right, wrong, found);
  }

  private void mistake(String file, Integer below, String right, String wrong, String found)
      throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    String there = right.replace("NL", "\n");
    assertThat(text).contains(there);
    Files.writeString(
        path,
        text.replaceFirst(
            Pattern.quote(there), Matcher.quoteReplacement(wrong.replace("NL", "\n"))));
    assertThat(check())
        .anySatisfy(
            problem -> {
              assertThat(problem.text()).contains(found);
              if (below != null) {
                assertThat(problem.file()).isEqualTo(file);
                assertThat(problem.line()).isEqualTo(lineOf(text, there) + below);
              }
            });
  }

  /** A mistake is found by reading: playing all scenarios each time would only take long. */
  private void keepScenariosOf(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path one :
          files
              .filter(other -> other.getParent().getFileName().toString().equals("scenarios"))
              .filter(other -> !other.equals(path))
              .toList()) {
        Files.delete(one);
      }
    }
  }

  private static int lineOf(String text, String part) {
    return 1 + (int) text.substring(0, text.indexOf(part)).chars().filter(c -> c == '\n').count();
  }

  /** What is left to say is that no scenario shows it. */
  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${variable.event} == 'Case Closed'",
        "${variable.source} == 'live-uk'",
        "${variable.worse} == true && ${variable.referenceNo} startsWith 'VIP-'",
        "${variable.event} == 'Payment Failed' || ${variable.event} == 'Payment Lost'",
      })
  void aRuleForWhatIsNotDocumentedIsReached(String condition) throws IOException {
    addRule("${variable.problem} != null", "decide-new", condition);
    assertThat(check())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).as("%s", problem).isFalse();
              assertThat(problem.text()).contains("no scenario goes through \"decide-new\"");
            });
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${variable.decision} =~ 'approved'",
        "${variable.status} != ${variable.outcome}",
        "${variable.outcome} == '{{crm.kind}}'",
        "${variable.event} == 'Finished Step' && ${variable.decision} in 'Approved,Rejected'",
      })
  void aValueThatIsNotWrittenOutIsNotJudged(String condition) throws IOException {
    addRule("${variable.problem} != null", "decide-new", condition);
    assertThat(check()).noneMatch(problem -> problem.text().contains(" is never "));
  }

  @Tag("full")
  @Test
  void aScenarioReachesARuleThatNoOtherEventDoes() throws IOException {
    addRule("${variable.problem} != null", "decide-new", "${variable.details} contains 'Glare'");
    Files.writeString(
        folder.resolve("scenarios/glare.yaml"),
        """
        - scenario: A glaring picture is nobody's business
          steps:
            - event: Manually Reviewed
              body: {journeyId: j1, referenceNo: r1, systemDecision: Refer, manualDecision: Rejected, finalDecision: Rejected, manualReviewDetails: {reasonCode: [Glare]}}
              expect: nowhere
        """);
    assertThat(check()).isEmpty();
  }

  @Tag("full")
  @Test
  void aRuleBehindOneThatTakesAllIsAWarning() throws IOException {
    Path decide = folder.resolve("decide.camel.yaml");
    addRule(
        "${variable.aml} == true",
        "decide-late",
        "${variable.problem} != null && ${variable.source} == 'acme'");
    assertThat(check())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.file()).isEqualTo("decide.camel.yaml");
              assertThat(problem.line())
                  .isEqualTo(lineOf(Files.readString(decide), "id: decide-late"));
              assertThat(problem.text())
                  .contains("no event reaches the rule \"decide-late\"", "source = acme");
            });
  }

  /** What follows from it, such as a scenario that goes otherwise, is told once it is mended. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email.camel.yaml | direct:mail | direct:mial | no route takes from \"direct:mial\"",
        "rest/crm.camel.yaml | customers/{customer} | customers/{custmer} | nobody sets the variable \"custmer\"",
        "decide-journey.camel.yaml | expression: ${variable.news} == false | expression: | nothing stands behind \"expression\"",
        "decide-notify.camel.yaml | steps:NL              - to:NL                  id: decide-notify-send | steps: []NL            x-none: | nothing stands behind \"steps\"",
        "crm.camel.yaml | steps: | stps: | there is no \"stps\" here; probably meant: steps",
      })
  void oneMistakeIsToldAlone(String file, String right, String wrong, String found)
      throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(right.replace("NL", "\n"));
    Files.writeString(
        path,
        text.replaceFirst(
            Pattern.quote(right.replace("NL", "\n")),
            Matcher.quoteReplacement(wrong.replace("NL", "\n"))));
    Report report = checking.context().getBean(Checker.class).check(folder);
    assertThat(report.told()).filteredOn(Problem::isError).hasSizeLessThan(3);
    assertThat(report.told().get(0).toString()).startsWith(file).contains(found);
    assertThat(report.summary("routes")).contains("in " + file);
  }

  @Tag("full")
  @Test
  void aFileWithoutARouteAndOneThatIsNotLoadedAreTold() throws IOException {
    Files.writeString(folder.resolve("notes.camel.yaml"), "# nothing here yet\n");
    Files.writeString(folder.resolve("mine.camel.yml"), "- route: {}\n");
    Files.copy(folder.resolve("mail.camel.yaml"), folder.resolve("mail copy.camel.yaml"));
    assertThat(check())
        .extracting(Problem::toString)
        .anyMatch(text -> text.startsWith("mine.camel.yml: warning: it is not loaded"))
        .anyMatch(text -> text.startsWith("notes.camel.yaml:1: there is no route in it"))
        .anyMatch(text -> text.equals("mail copy.camel.yaml: it is the same as mail.camel.yaml"));
  }

  @Tag("full")
  @Test
  void anEventThatNoRuleNamesMustNotVanish() throws IOException {
    Path decide = folder.resolve("decide.camel.yaml");
    String text = Files.readString(decide);
    Files.writeString(decide, text.substring(0, text.indexOf("            otherwise:")));
    assertThat(check())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("decide.camel.yaml");
              assertThat(problem.line()).isPositive();
              assertThat(problem.text()).contains("an event that no rule names goes nowhere");
            });
  }

  /** Recipes add filters: they are judged as rules are. */
  @Tag("full")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${variable.event} == 'Finished Step' | no event reaches the filter \"decide-copy\"",
        "${variable.source} == 'live-uk' | no scenario goes through \"decide-copy\"",
      })
  void aFilterIsJudgedAsARuleIs(String condition, String found) throws IOException {
    Path journey = folder.resolve("decide-journey.camel.yaml");
    String text = Files.readString(journey);
    Files.writeString(
        journey,
        text.replaceFirst(
            "      steps:\n",
            Matcher.quoteReplacement(
                """
                      steps:
                        - filter:
                            id: decide-copy
                            expression:
                              simple:
                                expression: "%s"
                            steps:
                              - log:
                                  id: decide-copy-taken
                                  message: taken
                """
                    .formatted(condition))));
    assertThat(check()).anyMatch(problem -> problem.text().contains(found));
  }

  /** A kind of one's own that a rule closes is known. */
  @Tag("full")
  @Test
  void aKindOfTicketThatARuleClosesIsKnown() throws IOException {
    Path person = folder.resolve("decide-person.camel.yaml");
    String text = Files.readString(person);
    assertThat(text).contains("      steps:\n");
    String opens =
        """
              steps:
                - setVariable:
                    id: decide-fraud
                    name: ticket
                    expression:
                      constant:
                        expression: fraud
        """;
    Files.writeString(person, text.replaceFirst("      steps:\n", Matcher.quoteReplacement(opens)));
    assertThat(check())
        .anyMatch(problem -> problem.text().contains("nothing closes a ticket of the kind"));
    Files.writeString(
        person,
        text.replaceFirst(
            "      steps:\n",
            Matcher.quoteReplacement(
                opens
                    + """
                        - setVariable:
                            id: decide-fraud-closes
                            name: closes
                            expression:
                              constant:
                                expression: fraud
                      """
                        .indent(2)
                        .replaceFirst("^  ", ""))));
    assertThat(check())
        .noneMatch(problem -> problem.text().contains("nothing closes a ticket of the kind"));
  }

  /** One cause is told once, however many events it concerns. */
  @Tag("full")
  @Test
  void whatFailsForManyEventsIsToldOnce() throws IOException {
    Path mapping = folder.resolve("rest/customer.jsonata");
    Files.writeString(
        mapping, Files.readString(mapping).replace("referenceNo", "$number(lastEvent & \"x\")"));
    assertThat(check())
        .filteredOn(problem -> problem.text().contains("it fails with"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("rest/crm.camel.yaml");
              assertThat(problem.text()).contains(" more: rest/customer.jsonata: ");
            });
  }

  @Tag("full")
  @Test
  void aKindWithoutRoutesIsFound() throws IOException {
    try (Product product = Product.start(Database.H2.url(), "crm.kind=hubspott")) {
      assertThat(product.context().getBean(Checker.class).check(folder).errors())
          .anyMatch(
              problem ->
                  problem.text().contains("crm.kind is \"hubspott\"")
                      && problem.text().contains("probably meant: hubspot"));
    }
  }

  /** A rule before the one with this condition, which sends nowhere. */
  private void addRule(String before, String id, String condition) throws IOException {
    Path decide = folder.resolve("decide.camel.yaml");
    List<String> lines = new ArrayList<>(Files.readAllLines(decide));
    int at = 0;
    while (!lines.get(at).contains(before)) {
      at++;
    }
    while (!lines.get(at).strip().startsWith("- id:")) {
      at--;
    }
    lines.addAll(
        at,
        """
        - id: %1$s
          expression:
            simple:
              expression: "%2$s"
          steps:
            - log:
                id: %1$s-taken
                message: taken
        """
            .formatted(id, condition)
            .indent(14)
            .lines()
            .toList());
    Files.write(decide, lines);
  }

  @Tag("full")
  @Test
  void settingsOfAScenarioReachBeans() throws IOException {
    Path scenario = folder.resolve("scenarios/acme.yaml");
    String text =
        """
        - settings: {crm.kind: rest, email.compliance.acme: kyc@acme.localhost}
        - scenario: A tenant's compliance hears of a rejection
          source: acme
          steps:
            - event: Manually Reviewed
              body: {journeyId: j1, referenceNo: r1, systemDecision: Refer, manualDecision: Rejected, finalDecision: Rejected}
              expect:
                crm: {outcome: rejected}
                ticketing: {ticket: close}
                email:
                  requests:
                    - method: SMTP
                      to: kyc@acme.localhost
                      headers: {reply-to: kyc@acme.localhost}
        """;
    Files.writeString(
        scenario, text.replace("              headers: {reply-to: kyc@acme.localhost}\n", ""));
    assertThat(check()).isEmpty();
    Files.writeString(
        scenario,
        text.replace(
            "email.compliance.acme", "email.reply-to: kyc@acme.localhost, email.compliance.acme"));
    assertThat(check()).as("a header's name is written in any case").isEmpty();
  }

  /** The scenarios follow the rules; all else in their files stays as it is. */
  @Tag("full")
  @Test
  void acceptedScenariosGoAsTheySay() throws IOException {
    Path rules = folder.resolve("decide-journey.camel.yaml");
    Files.writeString(
        rules, Files.readString(rules).replace("expression: compliance", "expression: onboarding"));
    Path mapping = folder.resolve("rest/customer.jsonata");
    Files.writeString(
        mapping,
        Files.readString(mapping).replace("\"decision\": $status", "\"verdict\": $status"));
    Report before = checking.context().getBean(Checker.class).check(folder);
    assertThat(before.errors()).isNotEmpty();
    assertThat(before.errorsOfRoutes()).isEmpty();
    assertThat(before.amendments().all())
        .anySatisfy(
            one ->
                assertThat(one.diff())
                    .endsWith("  - email: {team: compliance}\n  + email: {team: onboarding}"));
    String requests = Files.readString(folder.resolve("scenarios/requests.yaml"));
    before.amendments().write(folder);
    assertThat(check()).isEmpty();
    assertThat(before.amendments().texts().keySet())
        .contains("scenarios/order.yaml", "scenarios/requests.yaml")
        .doesNotContain("scenarios/person.yaml");
    assertThat(Files.readString(folder.resolve("scenarios/requests.yaml")))
        .as("what differs has changed, and all else is as it was")
        .isEqualTo(
            requests
                .replaceAll(
                    "(?m)^( +)decision:(.*)\n( +)previousDecision",
                    "$1verdict:$2\n$3previousDecision")
                .replaceFirst("team: compliance", "team: onboarding"));
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
        .contains(
            "crm.camel.yaml:", "superseed", "\"result\"", "2 to put right: 2 in crm.camel.yaml.");
    out.reset();
    assertThat(run(out, Path.of("routes"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Nothing is wrong in routes");
  }

  @Tag("full")
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
