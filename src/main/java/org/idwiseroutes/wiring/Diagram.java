package org.idwiseroutes.wiring;

import java.util.List;

/**
 * A route as a drawing, in pixels.
 *
 * @param name the route's id
 * @param description what the route is for; may be null
 */
public record Diagram(
    String name, String description, int width, int height, List<Box> boxes, List<Edge> edges) {

  /**
   * A step or a condition.
   *
   * @param kind {@code from}, {@code rule} or {@code step}
   * @param lines its text as it is shown
   * @param title its text as a whole
   * @param lit whether it lies on the path that was taken
   */
  public record Box(
      String kind,
      int x,
      int y,
      int width,
      int height,
      List<String> lines,
      String title,
      boolean lit) {}

  /**
   * A line to a box.
   *
   * @param path as SVG writes it
   * @param passed what went this way since the node began; likewise {@code failed}
   * @param x where the numbers stand; likewise {@code y}
   */
  public record Edge(String path, boolean lit, long passed, long failed, int x, int y) {}
}
