/**
 * The command line: check, compare, doctor and hash-password. Each command answers an exit code
 * that a script can use. It may use check, doctor, ops, inbox and database. Begin reading at {@link
 * org.idwiseroutes.cli.Commands}.
 */
package org.idwiseroutes.cli;
