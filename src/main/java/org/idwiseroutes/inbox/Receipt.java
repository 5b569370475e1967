package org.idwiseroutes.inbox;

import java.util.UUID;

/**
 * What became of an event that was handed to the inbox.
 *
 * @param id of the event, or of the one that it repeats
 * @param isNew false when it repeats one
 */
record Receipt(UUID id, boolean isNew) {}
