package org.idwiseroutes.journey;

/** IDWise's API, as far as the meaning of events depends on it. */
public interface IdwiseApi {

  /** Whether there is somebody to ask about this source's journeys. */
  boolean isOn(String source);
}
