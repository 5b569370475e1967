package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event in every documented shape. */
class StatementTest {

  private static final ObjectMapper EXACT =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // event                        | body
        //                                  | decision
        "Finished Journey               | {'journeyId':'j','systemDecision':'Complete'}                                               | COMPLETE",
        "Finished Journey               | {'journeyId':'j','referenceNo':null,'systemDecision':'Incomplete'}                          | INCOMPLETE",
        "Finished Journey               | {'journeyId':'j','systemDecision':'Refer','manualDecision':null,'finalDecision':'Refer'}    | REFER",
        "Finished Journey               | {'journeyId':'j','systemDecision':'Refer','manualDecision':'Approved','finalDecision':'Approved'} | APPROVED",
        "Finished Journey               | {'journeyId':'j','systemDecision':'Refer','finalDecision':'Rejected'}                       | REJECTED",
        "Manually Reviewed              | {'journeyId':'j','systemDecision':'Refer','manualDecision':'Rejected','finalDecision':'Rejected'} | REJECTED",
        "Manually Reviewed              | {'journeyId':'j','manualDecision':'Resubmission Requested'}                                 | RESUBMISSION_REQUESTED",
        "Manually Reviewed              | {'journeyId':'j','manualDecision':'  approved '}                                            | APPROVED",
        "AML Monitor Update             | {'journeyId':'j','systemDecision':'Refer','previousSystemDecision':'Complete','updatedAMLVersionNumber':3} | REFER",
        "AML Monior Update              | {'journeyId':'j','systemDecision':'Refer','updatedAMLVersionNumber':'3'}                    | REFER",
        "AML Monitor Update             | {'journeyId':'j'}                                                                           | -",
        "Finished User Steps            | {'journeyId':'j','systemDecision':'Incomplete'}                                             | INCOMPLETE",
        "Updated Journey                | {'journeyId':'j','systemDecision':'Refer','manualDecision':null,'finalDecision':'Refer','action':'Step Update'} | REFER",
        "Updated Journey                | {'journeyId':'j','systemDecision':'Refer','manualDecision':'Approved','finalDecision':'Approved','action':'Manual Review','manualReviewDetails':{'reasonCode':'x'}} | APPROVED",
        "Updated Journey                | {'journeyId':'j','action':'AML Amend'}                                                      | -",
        "Verification Update Required   | {'journeyId':'j','systemDecision':'Complete','manualDecision':null,'finalDecision':'Complete','trigger':'KYC Renewal','requiredSteps':[{'stepId':0}]} | COMPLETE",
        "KYC Renewal Deadline Exceeded  | {'journeyId':'j','requiredSteps':[],'renewalDeadline':'2026-01-01T00:00:00Z'}               | -",
        "Finished Spot Check            | {'referenceNo':'r','systemDecision':'Complete','spotCheckJourneyId':'s'}                    | COMPLETE",
        "Finished Step                  | {'journeyId':'j','stepId':'0','stepType':'Document'}                                        | -",
        "Step Submitted                 | {'journeyId':'j','stepId':2,'stepType':'Selfie'}                                            | -",
        "Finished Ongoing Check         | {'journeyId':'j','systemDecision':'Refer','ongoingCheckId':'o'}                             | REFER",
        "  finished   JOURNEY           | {'journeyId':5,'systemDecision':'COMPLETE','whatever':{'new':true}}                         | COMPLETE",
      })
  void isReadInEveryDocumentedShape(String event, String body, Decision decision)
      throws JsonProcessingException {
    Statement statement = statement(event, body);
    assertThat(statement.problem()).isNull();
    assertThat(statement.name()).isNotNull();
    assertThat(statement.decision()).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Finished Journey    | {'systemDecision':'Complete'}                         | journeyId",
        "Finished Journey    | {'journeyId':'','systemDecision':'Complete'}          | journeyId",
        "Finished Journey    | {'journeyId':{'a':1},'systemDecision':'Complete'}     | journeyId",
        "Finished Journey    | {'journeyId':'j'}                                     | no decision",
        "Finished Journey    | {'journeyId':'j','systemDecision':null}               | no decision",
        "Finished Journey    | {'journeyId':'j','systemDecision':'Perhaps'}          | Perhaps",
        "Finished Journey    | {'journeyId':'j','systemDecision':7}                  | systemDecision",
        "Manually Reviewed   | {'journeyId':'j','systemDecision':'Refer','manualDecision':'Unsure'} | Unsure",
        "Updated Journey     | {'journeyId':'j','action':'Step Update'}              | no decision",
        "Finished Spot Check | {'spotCheckJourneyId':'s'}                            | no decision",
        "Finished Journey    | [1]                                                   | body",
        "Finished Journey    | 12                                                    | body",
      })
  void saysInWordsWhyItCannotBeRead(String event, String body, String words)
      throws JsonProcessingException {
    assertThat(statement(event, body).problem()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[5]", "{\"v\":5}", "\"3.5\"", "true"})
  void whatIsNoVersionIsSaid(String version) throws Exception {
    Statement said =
        Statement.of(
            "AML Monitor Update",
            new ObjectMapper()
                .readTree(
                    "{\"systemDecision\":\"Refer\",\"updatedAMLVersionNumber\":" + version + "}"));
    assertThat(said.amlVersion()).isNull();
    assertThat(said.remark()).contains("no whole number");
  }

  @Test
  void aMissingBodyIsAProblemAndNoError() {
    assertThat(Statement.of("Finished Journey", null).problem()).contains("body");
  }

  @Test
  void anEndlessIdIsAProblem() throws JsonProcessingException {
    String body = "{'journeyId':'%s','systemDecision':'Refer'}".formatted("j".repeat(300));
    assertThat(statement("Finished Journey", body).problem()).contains("256");
  }

  @Test
  void anUnknownEventHasNoNameAndNoProblemOfItsOwn() throws JsonProcessingException {
    Statement statement = statement("Something Else", "{}");
    assertThat(statement.name()).isNull();
    assertThat(statement.problem()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "12         | 12",
        "'12'       | 12",
        "' 12 '     | 12",
        "3.0        | 3",
        "'3.0'      | 3",
        "3e0        | 3",
        "'12345678901234567890' | 12345678901234567890",
        "12345678901234567891   | 12345678901234567891",
        "3.5        | -",
        "'x'        | -",
        "-1         | -",
        "1e999999   | -",
      })
  void versionsCompareAsExactNumbers(String number, BigInteger version)
      throws JsonProcessingException {
    String body = "{'journeyId':'j','updatedAMLVersionNumber':%s}".formatted(number);
    Statement statement = statement("AML Monitor Update", body);
    assertThat(statement.amlVersion()).isEqualTo(version);
    if (version == null) {
      assertThat(statement.remark()).contains("updatedAMLVersionNumber", "no whole number");
    } else {
      assertThat(statement.remark()).isNull();
    }
  }

  @Test
  void aHugeVersionIsANumberAsWell() throws JsonProcessingException {
    assertThat(
            statement("AML Monitor Update", "{'journeyId':'j','updatedAMLVersionNumber':1e400}")
                .amlVersion())
        .isEqualTo(BigInteger.TEN.pow(400));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "['document', 2, null, {}]              | document, 2",
        "{'stepId': 3, 'reasonCode': ['a', 7]}  | 3 a, 7",
        "[[{'stepId': '0'}], ['1']]             | 0, 1",
        "'selfie'                               | selfie",
        "null                                   | -",
        "[{'stepId': {'a': 1}}]                 | -",
        "true                                   | true",
      })
  void stepsAreReadInEveryShape(String steps, String read) throws JsonProcessingException {
    String words =
        statement(
                "Verification Update Required",
                "{'journeyId':'j','requiredSteps':%s}".formatted(steps))
            .requiredSteps()
            .stream()
            .map(step -> step.stepId() + (step.reasonCode() == null ? "" : " " + step.reasonCode()))
            .collect(Collectors.joining(", "));
    assertThat(words).isEqualTo(read == null ? "" : read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "[{'renewalDeadline':'2026-11-15T00:00:00.000Z'},{'renewalDeadline':'2026-10-31T00:00:00.000Z'}] | -          | 2026-10-31T00:00:00.000Z",
        "[{'stepId':'0'}] | '2026-10-31T00:00:00.000Z' | 2026-10-31T00:00:00.000Z",
        "[{'renewalDeadline':'2026-10-31T01:00:00+02:00'}] | '2026-10-30T23:30:00Z' | 2026-10-31T01:00:00+02:00",
        "[{'renewalDeadline':'soon'}]           | '2026-10-31' | 2026-10-31T00:00:00Z",
        "[{'renewalDeadline':'soon'}]           | -          | -",
        "[{'renewalDeadline':'2026-10-31T00:00Z'}] | - | 2026-10-31T00:00:00Z",
        "[{'renewalDeadline':'+12026-10-31T00:00:00Z'}] | '2027-01-01T00:00:00Z' | 2027-01-01T00:00:00Z",
      })
  void theEarliestDeadlineCounts(String steps, String own, String earliest)
      throws JsonProcessingException {
    String body =
        "{'journeyId':'j','requiredSteps':%s%s}"
            .formatted(steps, own == null ? "" : ",'renewalDeadline':" + own);
    assertThat(statement("KYC Renewal Deadline Exceeded", body).renewalDeadline())
        .isEqualTo(earliest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'manualReviewDetails':{'journeyReviewDecision':'Approved','reasonCode':'a'}}      | a",
        "{'manualReviewDecision':{'journeyReviewDecision':'Approved','reasonCode':['a',2]}} | a,2",
        "{'manualReviewDetails':{'manualReviewDecision':'Approved','reasonCode':7}}         | 7",
      })
  void reasonsAndTheReviewersDecisionAreReadUnderEitherSpelling(String review, String reasons)
      throws JsonProcessingException {
    String body =
        "{'journeyId':'j','action':'Manual Review','systemDecision':'Refer',"
            + review.strip().substring(1);
    Statement statement = statement("Updated Journey", body);
    assertThat(String.join(",", statement.reasons())).isEqualTo(reasons);
    assertThat(statement.decision()).isEqualTo(Decision.APPROVED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'systemDecision':'Refer'}                           | true",
        "{'systemDecision':'Refer','referenceNo':'r'}         | false",
        "{'systemDecision':'Refer','ongoingCheckId':'c'}      | false",
        "{'systemDecision':'Refer','spotCheckJourneyId':'c'}  | false",
        "{'systemDecision':'Refer','journeyId':'j'}           | false",
      })
  void aCheckHasToNameSomebody(String body, boolean nobody) throws JsonProcessingException {
    String problem = statement("Finished Ongoing Check", body).problem();
    if (nobody) {
      assertThat(problem).contains("it names nobody");
    } else {
      assertThat(problem).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(EventName.class)
  void everyNameIsFoundInAnyCaseAndSpacing(EventName name) {
    for (String spelling :
        Arrays.asList(
            name.text(), name.text().toUpperCase(), "  " + name.text().replace(" ", "   "))) {
      assertThat(EventName.of(spelling)).contains(name);
    }
  }

  private static Statement statement(String event, String body) throws JsonProcessingException {
    return Statement.of(event, EXACT.readTree(body.replace('\'', '"')));
  }
}
