package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Matrix;
import org.idwiseroutes.wiring.Rehearsal;
import org.idwiseroutes.wiring.Rule;
import org.idwiseroutes.wiring.Sent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of decide, rehearsed. */
class WiringPageTest extends ProductTest {

  @BeforeEach
  void begin() {
    use(Database.H2);
  }

  @Test
  void aRehearsalTellsEveryConditionThatWasLookedAtAndHasNoEffect() {
    Course course =
        rehearsal()
            .of(
                Map.of(
                    "event", "Manually Reviewed",
                    "eventId", "x",
                    "decision", "Rejected",
                    "outcome", "rejected",
                    "aml", false,
                    "changed", true,
                    "news", true,
                    "newestJourney", true,
                    "closes", "review,aml"));
    assertThat(course.error()).isNull();
    assertThat(course.rules())
        .extracting(Rule::id, Rule::matched)
        .contains(
            org.assertj.core.groups.Tuple.tuple("decide-unreadable", false),
            org.assertj.core.groups.Tuple.tuple("decide-steps", false),
            org.assertj.core.groups.Tuple.tuple("decide-aml", false),
            org.assertj.core.groups.Tuple.tuple("decide-journey", true),
            org.assertj.core.groups.Tuple.tuple("decide-journey-unchanged", false),
            org.assertj.core.groups.Tuple.tuple("decide-journey-review", false),
            org.assertj.core.groups.Tuple.tuple("decide-journey-overturned", false),
            org.assertj.core.groups.Tuple.tuple("decide-journey-rejected", true));
    assertThat(course.sent().stream().map(Sent::destination))
        .containsExactly("crm", "ticketing", "email");
    assertThat(rehearsal().of(Map.of("event", "Renamed Journey", "eventId", "x")).quarantined())
        .isTrue();
    assertThat(count("event")).isZero();
    assertThat(count("delivery")).isZero();
  }

  @Test
  void theMatrixIsWhatReallyHappens() {
    List<Matrix.Line> lines = product.context().getBean(Matrix.class).lines();
    assertThat(lines).noneMatch(line -> line.goesTo().contains("Exception"));
    for (String decision : List.of("Complete", "Refer", "Incomplete")) {
      String id = product.accept(finished("j-" + decision, "r", decision));
      awaitAll(id, "delivered");
      assertThat(goesTo(lines, "Finished Journey", decision))
          .as(decision)
          .containsExactlyInAnyOrderElementsOf(really(id));
    }
    for (String decision : List.of("Approved", "Rejected")) {
      String id = product.accept(reviewed("j-" + decision, "r", decision));
      awaitAll(id, "delivered");
      assertThat(goesTo(lines, "Manually Reviewed", decision))
          .as(decision)
          .containsExactlyInAnyOrderElementsOf(really(id));
    }
  }

  private List<String> really(String id) {
    return product.statuses(id).keySet().stream().filter(name -> !name.equals("decide")).toList();
  }

  private static List<String> goesTo(List<Matrix.Line> lines, String event, String decision) {
    String way =
        lines.stream()
            .filter(line -> line.event().equals(event))
            .filter(line -> List.of(line.decision().split(", ")).contains(decision))
            .findFirst()
            .orElseThrow()
            .goesTo();
    return List.of(way.replaceAll(" \\([^)]*\\)", "").split(", "));
  }

  private Rehearsal rehearsal() {
    return product.context().getBean(Rehearsal.class);
  }

  private int count(String table) {
    return product.jdbc().sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }
}
