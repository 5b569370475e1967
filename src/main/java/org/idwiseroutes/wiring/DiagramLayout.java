package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.idwiseroutes.wiring.Diagram.Box;
import org.idwiseroutes.wiring.Diagram.Edge;

/**
 * Lays a route out: steps from top to bottom, the rules of a choice below each other, and to the
 * right of each rule what it does.
 */
final class DiagramLayout {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 44;
  private static final int GAP = 22;
  private static final int INDENT = 28;
  private static final int MARGIN = 6;

  private final NodeCounts counts;
  private final Set<String> lit;
  private final List<Box> boxes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private DiagramLayout(NodeCounts counts, Set<String> lit) {
    this.counts = counts;
    this.lit = lit;
  }

  /**
   * The drawing of a route.
   *
   * @param lit the ids of the steps on the path that was taken
   */
  static Diagram of(RouteDefinition route, NodeCounts counts, Set<String> lit) {
    DiagramLayout layout = new DiagramLayout(counts, lit);
    layout.draw(route);
    int width = layout.boxes.stream().mapToInt(box -> box.x() + box.width()).max().orElse(0);
    int height = layout.boxes.stream().mapToInt(box -> box.y() + box.height()).max().orElse(0);
    return new Diagram(
        route.getRouteId(),
        route.getDescriptionText(),
        width + MARGIN,
        height + MARGIN,
        layout.boxes,
        layout.edges);
  }

  private void draw(RouteDefinition route) {
    boolean taken = route.getOutputs().stream().anyMatch(this::isLit);
    box("from", MARGIN, MARGIN, "from " + route.getEndpointUrl(), taken);
    steps(route.getOutputs(), MARGIN, MARGIN + HEIGHT + GAP, true);
  }

  /** Draws steps below each other and answers where the next would begin. */
  private int steps(List<ProcessorDefinition<?>> steps, int x, int top, boolean joined) {
    int y = top;
    boolean join = joined;
    for (ProcessorDefinition<?> step : steps) {
      if (join) {
        down(x, y, step);
      }
      box("step", x, y, Labels.of(step), isLit(step));
      y = branches(step, x, y + HEIGHT + GAP);
      join = true;
    }
    return y;
  }

  private int branches(ProcessorDefinition<?> step, int x, int top) {
    if (step instanceof ChoiceDefinition choice) {
      int y = top;
      for (WhenDefinition when : choice.getWhenClauses()) {
        y = branch(Labels.of(when), when.getOutputs(), x, top, y);
      }
      OtherwiseDefinition otherwise = choice.getOtherwise();
      return otherwise == null ? y : branch("Otherwise", otherwise.getOutputs(), x, top, y);
    }
    return step.getOutputs().isEmpty() ? top : steps(step.getOutputs(), x + INDENT, top, true);
  }

  private int branch(
      String rule, List<ProcessorDefinition<?>> steps, int x, int choiceEnd, int top) {
    boolean taken = steps.stream().anyMatch(this::isLit);
    int left = x + INDENT;
    int middle = top + HEIGHT / 2;
    int spine = x + INDENT / 2;
    edges.add(
        new Edge(
            "M%d %dV%dH%d".formatted(spine, choiceEnd - GAP, middle, left), taken, 0, 0, 0, 0));
    box("rule", left, top, rule, taken);
    if (steps.isEmpty()) {
      return top + HEIGHT + GAP;
    }
    int right = left + WIDTH;
    NodeCounts.Count count = counts.of(steps.get(0).getId());
    edges.add(
        new Edge(
            "M%d %dH%d".formatted(right, middle, right + 2 * INDENT),
            taken,
            count.passed(),
            count.failed(),
            right + 4,
            middle - 5));
    int end = steps(steps, right + 2 * INDENT, top, false);
    return Math.max(end, top + HEIGHT + GAP);
  }

  private void down(int x, int y, ProcessorDefinition<?> step) {
    NodeCounts.Count count = counts.of(step.getId());
    int middle = x + INDENT / 2;
    edges.add(
        new Edge(
            "M%d %dV%d".formatted(middle, y - GAP, y),
            isLit(step),
            count.passed(),
            count.failed(),
            middle + 6,
            y - 6));
  }

  private void box(String kind, int x, int y, String text, boolean taken) {
    boxes.add(new Box(kind, x, y, WIDTH, HEIGHT, Labels.lines(text), text, taken));
  }

  private boolean isLit(ProcessorDefinition<?> step) {
    return lit.contains(step.getId());
  }
}
