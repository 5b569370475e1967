package org.idwiseroutes.check;

import java.util.List;

/** One kind of mistake, looked for in a whole folder. */
interface RouteCheck {

  List<Problem> check(Folder folder);
}
