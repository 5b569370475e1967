package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every event in every documented shape. */
class StatementTest {

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

  @Test
  void numbersComeAsNumbersOrText() throws JsonProcessingException {
    for (String number : new String[] {"12", "'12'", "' 12 '"}) {
      String body = "{'journeyId':'j','updatedAMLVersionNumber':%s}".formatted(number);
      assertThat(statement("AML Monitor Update", body).amlVersion()).isEqualTo(12);
    }
    assertThat(
            statement("AML Monitor Update", "{'journeyId':'j','updatedAMLVersionNumber':'x'}")
                .amlVersion())
        .isNull();
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
    return Statement.of(event, new ObjectMapper().readTree(body.replace('\'', '"')));
  }
}
