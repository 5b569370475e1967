package org.idwiseroutes.check;

import java.util.List;

/** One kind of mistake, looked for in a whole folder. */
interface RouteCheck {

  /**
   * Looks for it.
   *
   * @param stages run the folder's routes without effect
   */
  List<Problem> check(Folder folder, Stages stages);
}
