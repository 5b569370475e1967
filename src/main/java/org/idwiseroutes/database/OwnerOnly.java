package org.idwiseroutes.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders and files that nobody but the user of the service reads, whatever the umask is: payloads
 * are in them. Where a file system knows no POSIX permissions, it keeps its own rules.
 */
public final class OwnerOnly {

  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * Creates a folder with those above it, or takes the rights of others on it away; one in which
   * everybody may write is shared on purpose, such as {@code /tmp}, and stays as it is.
   */
  public static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attributes(FOLDER));
    }
    if (!POSIX
        || !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
      tighten(folder);
    }
  }

  /** Opens a file; one that this creates is the owner's alone. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(FILE));
  }

  /** Takes the rights of others away; says so in the log when it cannot. */
  public static void tighten(Path path) {
    if (!POSIX) {
      return;
    }
    Set<PosixFilePermission> wanted = Files.isDirectory(path) ? FOLDER : FILE;
    try {
      if (!wanted.containsAll(Files.getPosixFilePermissions(path))) {
        Files.setPosixFilePermissions(path, wanted);
      }
    } catch (IOException e) {
      LOG.warn(
          "Others than the user of this service may be able to read {}, which holds payloads; make it theirs alone (chown, chmod go=): {}",
          path,
          e.toString());
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
