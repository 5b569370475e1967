package org.idwiseroutes.journey;

/**
 * A step that IDWise asks for again.
 *
 * @param stepId null when none was named
 * @param reasonCode why; null when none was given
 * @param renewalDeadline by when, as sent; null when none was given
 */
public record RequiredStep(String stepId, String reasonCode, String renewalDeadline) {}
