package org.idwiseroutes.routes;

/**
 * A file of the routes folder.
 *
 * @param name relative to the folder
 * @param problem why its routes do not run, in words; null when they do
 * @param refused why what stands in it now is not what runs, in words; null when it is
 * @param text what runs, or, of a broken file, what was tried
 */
public record RouteFile(String name, String problem, String refused, String text) {

  static RouteFile running(String name, String text) {
    return new RouteFile(name, null, null, text);
  }

  static RouteFile broken(String name, String problem, String text) {
    return new RouteFile(name, problem, null, text);
  }

  /** The same, which goes on in place of what stands there now. */
  RouteFile refusing(String why) {
    return new RouteFile(name, null, why, text);
  }

  public boolean isBroken() {
    return problem != null;
  }
}
