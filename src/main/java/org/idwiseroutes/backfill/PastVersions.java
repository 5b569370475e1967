package org.idwiseroutes.backfill;

import java.util.LinkedHashMap;
import java.util.Map;
import org.idwiseroutes.check.Version;
import org.idwiseroutes.rules.PastRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes by which deliveries were tried, a few at a time. In the place of a version that is no
 * longer known, or cannot be run any more, stand those of now.
 */
final class PastVersions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PastVersions.class);
  private static final int MOST = 3;

  private final PastRules past;
  private final Version now;
  private final int running;
  private final Map<Integer, Version> open = new LinkedHashMap<>();

  PastVersions(PastRules past, Version now, int running) {
    this.past = past;
    this.now = now;
    this.running = running;
  }

  Version of(Integer number) {
    if (number == null || number == running) {
      return now;
    }
    Version version = open.remove(number);
    if (version == null) {
      version = opened(number);
    }
    open.put(number, version);
    if (open.size() > MOST) {
      close(open.remove(open.keySet().iterator().next()));
    }
    return version;
  }

  private Version opened(int number) {
    try {
      return past.open(number).orElse(now);
    } catch (Exception e) {
      LOG.warn(
          "Version {} of the rules cannot be run with the program of now; in its place stand those of now: {}",
          number,
          e.toString());
      return now;
    }
  }

  private void close(Version version) {
    if (version != now) {
      version.close();
    }
  }

  @Override
  public void close() {
    open.values().forEach(this::close);
  }
}
