/**
 * Tells what a failed attempt means: whether another one can help, whose fault it is, and in which
 * words operators hear of it. It may use nothing else of the product. Begin reading at {@link
 * org.idwiseroutes.outbox.failure.FailureClassifier}.
 */
package org.idwiseroutes.outbox.failure;
