package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BookmarkTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant DUE = NOW.minusSeconds(60);

  private final Bookmark bookmark = new Bookmark(Duration.ofMillis(500));

  @Test
  void theFirstClaimBeginsAtTheBeginning() {
    assertThat(bookmark.from(NOW)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void theNextBeginsWhereOneThatFoundAllItAskedForEnded() {
    bookmark.from(NOW);
    bookmark.found(List.of(dueAt(DUE.minusSeconds(1)), dueAt(DUE)), 2);
    assertThat(bookmark.from(NOW.plusMillis(499))).isEqualTo(DUE);
  }

  @Test
  void itBeginsAtTheBeginningWhenLessWasFound() {
    bookmark.from(NOW);
    bookmark.found(List.of(dueAt(DUE)), 2);
    assertThat(bookmark.from(NOW.plusMillis(1))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void itBeginsAtTheBeginningOnceInAnIntervalHoweverMuchIsFound() {
    bookmark.from(NOW);
    bookmark.found(List.of(dueAt(DUE)), 1);
    assertThat(bookmark.from(NOW.plusMillis(500))).isEqualTo(Instant.EPOCH);
    bookmark.found(List.of(dueAt(DUE)), 1);
    assertThat(bookmark.from(NOW.plusMillis(999))).isEqualTo(DUE);
  }

  @Test
  void itBeginsAtTheBeginningWhenWhatWasFoundWasNotDone() {
    bookmark.from(NOW);
    bookmark.found(List.of(dueAt(DUE)), 1);
    bookmark.rewind();
    assertThat(bookmark.from(NOW.plusMillis(1))).isEqualTo(Instant.EPOCH);
  }

  private static Delivery dueAt(Instant at) {
    return new Delivery(
        UUID.randomUUID(), "crm", null, null, "", Map.of(), 1, 1, 1, at, null, null);
  }
}
