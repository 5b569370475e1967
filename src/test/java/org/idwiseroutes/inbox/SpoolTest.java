package org.idwiseroutes.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  private final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();

  @TempDir Path directory;

  @Test
  void whatWasAppendedIsHandedOverInItsOrderAndThenGone() throws IOException {
    Spool spool = open();
    List<Event> events = events(5);
    spool.append(events.subList(0, 2));
    spool.append(events.subList(2, 5));
    assertThat(spool.depth()).isEqualTo(5);

    assertThat(drain(spool)).isEqualTo(events);
    assertThat(spool.depth()).isZero();
    assertThat(drain(spool)).isEmpty();
    spool.close();
  }

  @Test
  void nobodyElseReadsItsFiles() throws IOException {
    Path old = Files.createFile(directory.resolve("0000000000000000001.spool.torn"));
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (SpoolDirectory opened = SpoolDirectory.open(directory)) {
      opened.create().close();
      opened.setAside(UUID.randomUUID(), new byte[] {1, 2, 3});
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files)
            .hasSize(4)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void itSurvivesTheProcess() throws IOException {
    List<Event> events = events(3);
    Spool first = open();
    first.append(events);
    first.close();

    Spool second = open();
    assertThat(second.depth()).isEqualTo(3);
    second.append(events(1));
    assertThat(drain(second)).hasSize(4).startsWith(events.toArray(Event[]::new));
    second.close();
  }

  @Test
  void aTornLastRecordIsDroppedAndTheRestKept() throws IOException {
    List<Event> events = events(3);
    Spool first = open();
    first.append(events);
    first.close();
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 1; cut < 60; cut += 7) {
      byte[] torn = Arrays.copyOf(whole, whole.length - cut);
      Files.write(file, torn);
      Spool second = open();
      assertThat(second.depth()).isEqualTo(2);
      second.close();
    }
    whole[whole.length - 3] ^= 1;
    Files.write(file, whole);
    Spool flipped = open();
    assertThat(drain(flipped)).isEqualTo(events.subList(0, 2));
    assertThat(Files.readAllBytes(directory.resolve(file.getFileName() + ".torn")))
        .isEqualTo(whole);
    flipped.close();
  }

  @Test
  void asManyFilesMayBeTornAsThereAreCrashes() throws IOException {
    for (int crash = 1; crash <= 3; crash++) {
      Spool first = open();
      first.append(events(2));
      first.close();
      byte[] whole = Files.readAllBytes(file());
      Files.write(file(), Arrays.copyOf(whole, whole.length - 1));

      Spool second = open();
      assertThat(drain(second)).hasSize(1);
      assertThat(second.depth()).isZero();
      second.close();
      assertThat(files(".torn")).hasSize(crash);
    }
  }

  @Test
  void whatTheDiskHasSpoiltIsKeptAndWaitsNoLonger() throws IOException {
    Spool spool = open();
    spool.append(events(3));
    byte[] spoilt = Files.readAllBytes(file());
    spoilt[spoilt.length - 3] ^= 1;
    Files.write(file(), spoilt);

    assertThat(drain(spool)).hasSize(2);
    assertThat(files(".torn")).hasSize(1);
    assertThat(spool.depth()).isZero();
    spool.close();
  }

  @Test
  void whatIsAppendedWhileItIsDrainedIsHandedOverToo() throws Exception {
    Spool spool = open();
    List<Event> events = events(500);
    List<Event> drained = new ArrayList<>();
    CompletableFuture<Void> appending =
        CompletableFuture.runAsync(() -> events.forEach(event -> spool.append(List.of(event))));
    while (!appending.isDone()) {
      spool.drain(100, drained::addAll);
    }
    appending.get();
    spool.drain(100, drained::addAll);
    assertThat(drained).isEqualTo(events);
    assertThat(spool.depth()).isZero();
    spool.close();
  }

  @Test
  void ofWhatCouldNotBeAppendedTogetherNothingStays() throws IOException {
    List<Event> events = events(4);
    ObjectMapper failing =
        new ObjectMapper() {
          @Override
          public byte[] writeValueAsBytes(Object value) throws JsonProcessingException {
            if (value.equals(events.get(2))) {
              throw new IllegalStateException("no");
            }
            return json.writeValueAsBytes(value);
          }
        };
    Spool first = new Spool(new SpoolProperties(directory), failing, new SimpleMeterRegistry());
    first.append(events.subList(0, 1));
    assertThatThrownBy(() -> first.append(events.subList(1, 3))).hasMessage("no");
    first.append(events.subList(3, 4));
    assertThat(first.depth()).isEqualTo(2);
    first.close();

    Spool second = open();
    assertThat(drain(second)).containsExactly(events.get(0), events.get(3));
    second.close();
  }

  @Test
  void aFileThatCannotTakeBackWhatFailedIsNotAppendedToAgain() throws IOException {
    Path unwritable = Files.createFile(directory.resolve("unwritable"));
    SpoolFile file = new SpoolFile(FileChannel.open(unwritable, StandardOpenOption.READ), json);
    assertThat(file.isOpen()).isTrue();
    assertThatThrownBy(() -> file.append(events(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void whatTheInboxDoesNotTakeStays() throws IOException {
    Spool spool = open();
    spool.append(events(3));
    assertThatThrownBy(
            () ->
                spool.drain(
                    2,
                    batch -> {
                      throw new IllegalStateException("away");
                    }))
        .hasMessage("away");
    spool.append(events(1));
    assertThat(spool.depth()).isEqualTo(4);
    assertThat(drain(spool)).hasSize(4);
    spool.close();
  }

  @Test
  void twoNodesCannotShareADirectory() throws IOException {
    Spool spool = open();
    assertThatThrownBy(this::open).isInstanceOf(Exception.class);
    spool.close();
  }

  private Spool open() throws IOException {
    return new Spool(new SpoolProperties(directory), json, new SimpleMeterRegistry());
  }

  private static List<Event> drain(Spool spool) {
    List<Event> drained = new ArrayList<>();
    spool.drain(2, drained::addAll);
    return drained;
  }

  private Path file() throws IOException {
    return files(".spool").get(0);
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.toString().endsWith(suffix)).toList();
    }
  }

  private static List<Event> events(int count) {
    return Stream.generate(
            () ->
                new Event(
                    UUID.randomUUID(),
                    "live",
                    UUID.randomUUID().toString(),
                    false,
                    "Finished Journey",
                    "j",
                    "j",
                    "ł\"",
                    "{}",
                    "basic.password",
                    Event.ACCEPTED,
                    null,
                    Instant.parse("2026-11-22T10:00:00.123456Z"),
                    null))
        .limit(count)
        .toList();
  }
}
