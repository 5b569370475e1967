package org.idwiseroutes.inbox;

import java.util.UUID;

/**
 * What became of an event that was handed to the inbox.
 *
 * @param id of the event, or of the one that it repeats; null when it was only counted
 * @param isNew false when it repeats one or was only counted
 * @param isLogged whether it stands in the log, so that only its storing will tell whether it
 *     repeats one
 */
record Receipt(UUID id, boolean isNew, boolean isLogged) {

  /** Of a test call for which there is no room. */
  static final Receipt ONLY_COUNTED = new Receipt(null, false);

  Receipt(UUID id, boolean isNew) {
    this(id, isNew, false);
  }

  boolean isRepeat() {
    return !isNew && id != null;
  }
}
