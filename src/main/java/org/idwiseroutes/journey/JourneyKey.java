package org.idwiseroutes.journey;

/** Names a journey: IDWise's ids are unique within a source. */
public record JourneyKey(String source, String key) implements Comparable<JourneyKey> {

  @Override
  public int compareTo(JourneyKey other) {
    int bySource = source.compareTo(other.source);
    return bySource == 0 ? key.compareTo(other.key) : bySource;
  }
}
