package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but the user of the service reads what the product writes. */
class AtRestTest {

  @TempDir Path folder;

  @Test
  void databaseAndSpoolAreTheOwnersAloneWhateverTheUmaskAndWhateverWasThere() throws IOException {
    Path data = folder.resolve("data");
    Path spool = Files.createDirectories(folder.resolve("state").resolve("spool"));
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path lock = Files.createFile(spool.resolve("lock"));
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
    String url =
        "jdbc:h2:async:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
            .formatted(data.resolve("idwise-routes"));
    ProductTest.destinationsSayYes();
    try (Product product = Product.start(url, "idwise.spool.directory=" + spool)) {
      product.accept(ProductTest.finished("j", "r", "Complete"));
      assertThat(permissions(data))
          .containsEntry("", "rwx------")
          .containsEntry("idwise-routes.mv.db", "rw-------");
      assertThat(permissions(spool))
          .containsEntry("", "rwx------")
          .containsEntry("lock", "rw-------")
          .doesNotContainValue("rw-r--r--");
    }
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        data.resolve("idwise-routes.mv.db"), PosixFilePermissions.fromString("rw-r--r--"));
    try (Product again = Product.start(url)) {
      assertThat(permissions(data)).doesNotContainValue("rw-r--r--").containsEntry("", "rwx------");
    }
  }

  private static Map<String, String> permissions(Path folder) throws IOException {
    Map<String, String> permissions = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        permissions.put(
            folder.relativize(path).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    return permissions;
  }
}
