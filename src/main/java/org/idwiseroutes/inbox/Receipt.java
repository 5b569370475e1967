package org.idwiseroutes.inbox;

import java.util.UUID;

/**
 * What became of an event that was handed to the inbox.
 *
 * @param id of the event, or of the one that it repeats; null when it was only counted
 * @param isNew false when it repeats one or was only counted
 */
record Receipt(UUID id, boolean isNew) {

  /** Of a test call for which there is no room. */
  static final Receipt ONLY_COUNTED = new Receipt(null, false);

  boolean isRepeat() {
    return !isNew && id != null;
  }
}
