package org.idwiseroutes.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.idwiseroutes.database.OwnerOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a spool, numbered in the order in which they were begun. */
class SpoolDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
  private static final String SUFFIX = ".spool";
  private static final String REFUSED = ".refused.json";
  private static final String TORN = ".torn";
  private static final String LOCK = "lock";
  private static final int MOST_TOLD = 20;

  /** Files of events, and those of them whose end is torn. */
  private static final Pattern NUMBERED = Pattern.compile("\\d{18,19}\\.spool(\\.torn)?");

  private static final Pattern KEPT =
      Pattern.compile("[0-9a-f-]{36}\\.refused\\.json|\\d{18,19}\\.spool\\.torn");

  private static final Pattern OWN =
      Pattern.compile(NUMBERED.pattern() + "|" + KEPT.pattern() + "|" + LOCK);

  private final Path path;
  private final FileChannel lock;

  private SpoolDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory for this node; nobody but the user of the service reads what is in it.
   *
   * @throws IllegalStateException when another running node has it
   */
  static SpoolDirectory open(Path path) throws IOException {
    OwnerOnly.folder(path);
    FileChannel lock =
        OwnerOnly.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IllegalStateException(
          "idwise.spool.directory (%s) belongs to another running node; give each its own"
              .formatted(path));
    }
    SpoolDirectory directory = new SpoolDirectory(path, lock);
    directory.list(name -> OWN.matcher(name).matches()).forEach(OwnerOnly::tighten);
    directory.tellForeign();
    return directory;
  }

  /** What is not the spool's own is left where it is. */
  private void tellForeign() throws IOException {
    List<Path> foreign = list(name -> !OWN.matcher(name).matches());
    if (!foreign.isEmpty()) {
      LOG.warn(
          "The folder of the spool, {}, has files that are not the spool's; they are left alone,"
              + " give the spool a folder without others: {}",
          path,
          foreign.stream().map(file -> file.getFileName().toString()).limit(MOST_TOLD).toList());
    }
  }

  /** Those that are to be drained, the oldest first. */
  List<Path> files() throws IOException {
    return list(name -> NUMBERED.matcher(name).matches() && name.endsWith(SUFFIX));
  }

  /** Begins a file, which is on the disk when this returns. */
  FileChannel create() throws IOException {
    FileChannel file =
        OwnerOnly.open(next(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    sync();
    return file;
  }

  /** Deletes a drained file, or keeps it when its end could not be read. */
  void forget(Path file, int unreadable) throws IOException {
    if (unreadable == 0) {
      Files.delete(file);
      return;
    }
    Path torn = file.resolveSibling(file.getFileName() + TORN);
    Files.move(file, torn);
    LOG.warn(
        "The last {} bytes of a file of the spool are no whole record; the file is kept as {}",
        unreadable,
        torn);
  }

  /** Keeps an event that nobody takes; the file is on the disk when this returns. */
  Path setAside(UUID id, byte[] event) throws IOException {
    Path file = path.resolve(id + REFUSED);
    try (FileChannel channel =
        OwnerOnly.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC)) {
      ByteBuffer rest = ByteBuffer.wrap(event);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    sync();
    return file;
  }

  /** The files that nobody drains: those that were set aside, and torn ones. */
  List<Path> kept() throws IOException {
    return list(name -> KEPT.matcher(name).matches());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Higher than any that there is, also than that of a torn file, which keeps its number. */
  private Path next() throws IOException {
    long last =
        list(name -> NUMBERED.matcher(name).matches()).stream()
            .map(file -> file.getFileName().toString())
            .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf(SUFFIX))))
            .max()
            .orElse(0);
    return path.resolve("%019d%s".formatted(last + 1, SUFFIX));
  }

  /** Files by their names, in the order of these. */
  private List<Path> list(Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> wanted.test(file.getFileName().toString())).sorted().toList();
    }
  }

  /** A file that is new is on the disk once its folder is. */
  private void sync() throws IOException {
    try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
