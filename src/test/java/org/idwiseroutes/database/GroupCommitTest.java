package org.idwiseroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionSystemException;

class GroupCommitTest {

  private final List<List<Integer>> commits = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private GroupCommit<Integer, Integer> group;

  @AfterEach
  void end() {
    group.close();
  }

  @Test
  void oneThatComesAloneIsCommittedAtOnce() {
    begin(members -> members);
    go.countDown();
    assertThat(group.commit(7)).isEqualTo(7);
    assertThat(commits).containsExactly(List.of(7));
  }

  @Test
  void thoseThatComeDuringACommitShareTheNext() {
    begin(members -> members);
    List<CompletableFuture<Integer>> answers = submitDuringTheFirst(4);
    assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 1, 2, 3);
    assertThat(commits).containsExactly(List.of(0), List.of(1, 2, 3));
  }

  @Test
  void oneThatTheDatabaseRefusesHarmsNoNeighbour() {
    begin(
        members -> {
          if (members.contains(2)) {
            throw new DataIntegrityViolationException("two is refused");
          }
          return members;
        });
    List<CompletableFuture<Integer>> answers = submitDuringTheFirst(4);
    assertThat(answers.get(1).join()).isEqualTo(1);
    assertThat(answers.get(3).join()).isEqualTo(3);
    assertThatThrownBy(answers.get(2)::join).hasMessageContaining("two is refused");
  }

  @Test
  void aDatabaseThatIsAwayFailsThemAllAtOnceAlsoWhenItCannotRollBack() {
    TransactionSystemException noRollback =
        new TransactionSystemException(
            "JDBC rollback failed", new SQLException("Connection is closed"));
    noRollback.initApplicationException(new SQLException("closed", "08006"));
    begin(
        members -> {
          if (members.size() > 1) {
            throw noRollback;
          }
          return members;
        });
    List<CompletableFuture<Integer>> answers = submitDuringTheFirst(4);
    answers
        .subList(1, 4)
        .forEach(answer -> assertThatThrownBy(answer::join).hasMessageContaining("rollback"));
    assertThat(commits).hasSize(2);
  }

  @Test
  void moreThanMayWaitAreRefused() {
    begin(members -> members);
    group.submit(0);
    Awaitility.await().until(() -> !commits.isEmpty());
    IntStream.rangeClosed(1, 10).forEach(group::submit);
    assertThatThrownBy(() -> group.submit(11)).isInstanceOf(RejectedExecutionException.class);
    go.countDown();
  }

  @Test
  void closingAnswersEverybodyWhoWaits() {
    begin(members -> members);
    List<CompletableFuture<Integer>> answers = submitDuringTheFirst(4);
    group.close();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThatThrownBy(() -> group.commit(5)).isInstanceOf(RejectedExecutionException.class);
  }

  /** The embedded database writes a transaction in one piece, which has to fit into memory. */
  @Test
  void largeMembersShareACommitOnlySoFar() {
    group =
        new GroupCommit<>(
            "large",
            10,
            10,
            member -> 400_000,
            members -> {
              commits.add(List.copyOf(members));
              awaitGo();
              return members;
            });
    submitDuringTheFirst(8).forEach(GroupCommit::await);
    assertThat(commits).extracting(List::size).containsExactly(1, 3, 3, 1);
  }

  private void begin(Function<List<Integer>, List<Integer>> commit) {
    group =
        new GroupCommit<>(
            "test",
            10,
            10,
            members -> {
              commits.add(List.copyOf(members));
              awaitGo();
              return commit.apply(members);
            });
  }

  private List<CompletableFuture<Integer>> submitDuringTheFirst(int count) {
    List<CompletableFuture<Integer>> answers = new java.util.ArrayList<>();
    answers.add(group.submit(0));
    Awaitility.await().until(() -> !commits.isEmpty());
    IntStream.range(1, count).mapToObj(group::submit).forEach(answers::add);
    go.countDown();
    return answers;
  }

  private void awaitGo() {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
