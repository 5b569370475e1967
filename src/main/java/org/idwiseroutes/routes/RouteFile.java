package org.idwiseroutes.routes;

/**
 * A file of the routes folder as it was found at the start.
 *
 * @param name relative to the folder
 * @param problem why its routes do not run, in words; null when they do
 */
public record RouteFile(String name, String problem) {

  public boolean isBroken() {
    return problem != null;
  }
}
