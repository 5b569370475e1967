package org.idwiseroutes.routes;

/**
 * A file of the routes folder.
 *
 * @param name relative to the folder
 * @param problem why its routes do not run, in words; null when they do
 * @param refused why what stands in it now is not what runs, in words; null when it is
 * @param text what runs, or, of a broken file, what was tried; empty when it is new and refused
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

  /** One that has come while the node runs and may not run. */
  static RouteFile notTaken(String name, String why) {
    return new RouteFile(name, null, why, "");
  }

  /** Whether it has come while the node runs, and nothing of it has run: nobody misses anything. */
  public boolean isNew() {
    return refused != null && text.isEmpty();
  }

  /** Whether nothing of it runs although it was there at the start. */
  public boolean isBroken() {
    return problem != null;
  }
}
