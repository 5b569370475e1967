package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.junit.jupiter.api.Test;

/** Each change is one that a rule's author could make by mistake, at its line. */
class MutantsTest {

  private static final String ROUTE =
      """
      - route:
          id: one
          from:
            uri: outbox:crm
            steps:
              - log:
                  id: told
                  message: m
              - setHeaders:
                  id: heads
                  headers:
                    - name: A
                      constant: a
                    - name: B
                      constant: b
              - bean:
                  id: known
                  ref: results
                  method: complete
              - bean:
                  id: find
                  ref: tickets
                  method: find
              - to:
                  id: put
                  uri: json-http:PUT
                  parameters:
                    mapping: file:{{idwise.routes.directory}}/one.jsonata
      """;

  private static final String CHOICE =
      """
      - route:
          id: two
          from:
            uri: direct:two
            steps:
              - choice:
                  id: which
                  when:
                    - id: first
                      simple: ${variable.a} == 1
                      steps: [{to: {id: x, uri: direct:x}}]
                    - id: second
                      expression: {simple: {expression: "${variable.b} == 2"}}
                      steps: [{to: {id: y, uri: direct:y}}]
                    - id: third
                      method: {ref: tickets, method: isNeeded}
                      steps: [{to: {id: z, uri: direct:z}}]
                  otherwise:
                    steps: [{to: {id: o, uri: direct:o}}]
              - filter:
                  id: only
                  simple: ${variable.c} == 3
                  steps: [{to: {id: f, uri: direct:f}}]
      """;

  private static final String MAPPING =
      """
      /* "no": key {"nor": this} */
      {
        "kind": a ? "b" : "c", "deep": { "inner": 1 },
        /* a comment */ "last": $exists(x) ? { 'chosen': 2 }
      }
      """;

  private static final String RULES =
      """
      - route:
          from:
            uri: outbox:decide
            steps:
              - bean: {ref: decide, method: evaluate}
              - bean: {ref: tickets, method: find}
              - to: log:seen
              - delay: {constant: 5}
              - stop: {}
              - setBody: {disabled: true, constant: b}
              - {}
              - to: outbox:crm
              - to: direct:two
              - bean: {ref: decide, method: quarantine}
      - route:
          from:
            uri: direct:nobody
            steps:
              - to: outbox:else
      """;

  private static final Folder FOLDER =
      Folder.of(
          new RoutesSnapshot(
              Map.of("decide.camel.yaml", RULES, "one.camel.yaml", ROUTE, "two.camel.yaml", CHOICE),
              Map.of("one.jsonata", MAPPING),
              Map.of()));

  @Test
  void stepsAreLeftOutAndFieldsRenamedOneAtATime() {
    assertThat(mutants("one"))
        .extracting(mutant -> mutant.file() + ":" + mutant.line() + ": " + mutant.what())
        .containsExactly(
            "one.camel.yaml:9: setHeaders heads is left out",
            "one.camel.yaml:12: \"A\" is not set",
            "one.camel.yaml:14: \"B\" is not set",
            "one.camel.yaml:20: bean find is left out",
            "one.camel.yaml:24: to put is left out",
            "one.jsonata:3: \"kind\" has another name",
            "one.jsonata:3: \"deep\" has another name",
            "one.jsonata:3: \"inner\" has another name",
            "one.jsonata:4: \"last\" has another name",
            "one.jsonata:4: \"chosen\" has another name");
  }

  /** Without ids, steps and routes are told by their places. */
  @Test
  void whatShowsNothingInARehearsalStays() {
    RunnableRoutes routes = RunnableRoutes.of(FOLDER);
    assertThat(routes.others()).containsExactly("decide.camel.yaml:15");
    assertThat(Mutants.of(FOLDER, routes.routes().subList(0, 1)))
        .extracting(mutant -> mutant.line() + ": " + mutant.what())
        .containsExactly(
            "9: stop is left out",
            "12: to is left out",
            "13: to is left out",
            "14: bean is left out");
  }

  @Test
  void whoCanNoticeIsKnown() {
    List<Mutant> mutants = mutants("one");
    assertThat(mutants.get(3).steps()).containsExactly("find");
    assertThat(mutants.get(5).steps()).containsExactly("put");
    assertThat(mutants.get(5).text()).contains("\"kindX\": a ? \"b\" : \"c\"");
    assertThat(FOLDER.with("one.jsonata", mutants.get(5).text()).otherTexts())
        .containsEntry("one.jsonata", mutants.get(5).text());
  }

  @Test
  void aConditionThatIsTurnedRoundGoesTheOtherWayAndNoOtherDoes() {
    String nothing = "{log: {message: nothing}}";
    assertThat(turned("${variable.b} == 2"))
        .isEqualTo(
            json(
                """
                choice:
                  when: [{id: first, simple: "${variable.a} == 1", steps: [{to: {id: x, uri: direct:x}}]}]
                  otherwise:
                    steps:
                      - choice:
                          when:
                            - expression: {simple: {expression: "${variable.b} == 2"}}
                              steps:
                                - choice:
                                    when:
                                      - {id: third, method: {ref: tickets, method: isNeeded}, steps: [{to: {id: z, uri: direct:z}}]}
                                    otherwise: {steps: [{to: {id: o, uri: direct:o}}]}
                          otherwise: {steps: [{to: {id: y, uri: direct:y}}]}
                """));
    assertThat(turned("${variable.a} == 1").at("/choice/otherwise/steps/0/to/id").asText())
        .isEqualTo("x");
    assertThat(turned("${variable.c} == 3"))
        .isEqualTo(
            json(
                """
                choice:
                  when: [{simple: "${variable.c} == 3", steps: [%s]}]
                  otherwise: {steps: [{to: {id: f, uri: direct:f}}]}
                """
                    .formatted(nothing)));
  }

  /** The step that is changed when this condition is turned round. */
  private static JsonNode turned(String condition) {
    Mutant mutant =
        mutants("two").stream()
            .filter(one -> one.what().equals("the condition is turned round: " + condition))
            .findFirst()
            .orElseThrow();
    int step = mutant.steps().contains("only") ? 1 : 0;
    JsonNode changed = YamlFile.read(mutant.file(), mutant.text()).json();
    JsonNode before = YamlFile.read(mutant.file(), CHOICE).json();
    String other = "/0/route/from/steps/" + (1 - step);
    assertThat(changed.at(other)).isEqualTo(before.at(other));
    return changed.at("/0/route/from/steps/" + step);
  }

  private static List<Mutant> mutants(String route) {
    return Mutants.of(
        FOLDER,
        RunnableRoutes.of(FOLDER).routes().stream()
            .filter(place -> place.route().path("id").asText().equals(route))
            .toList());
  }

  private static JsonNode json(String yaml) {
    return YamlFile.read("expected", yaml).json();
  }
}
