package org.idwiseroutes.inbox;

import java.util.List;

/** Sees to what other systems know of a person who is erased. */
public interface ErasureListener {

  /** The systems that would be asked. */
  List<String> systems();

  /** Somebody is erased in the surrounding transaction. */
  void erased(ErasedPerson person);
}
