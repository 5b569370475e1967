package org.idwiseroutes.check;

import java.util.Set;

/**
 * A folder with one change, which some scenario should notice.
 *
 * @param file that is changed, in the folder
 * @param line at which it is
 * @param what was changed, in words
 * @param text of the file with the change
 * @param steps the ids of the steps of which a scenario has to take one to notice it; empty when
 *     they have none
 */
record Mutant(String file, int line, String what, String text, Set<String> steps) {}
