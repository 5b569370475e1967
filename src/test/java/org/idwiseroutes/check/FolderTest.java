package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a folder of routes. */
class FolderTest {

  @TempDir Path place;

  @Test
  void aLinkToAFolderIsThatFolder() throws IOException {
    Path folder = Files.createDirectory(place.resolve("folder"));
    Files.writeString(folder.resolve("one.camel.yaml"), "- route: {}\n");
    Path link = Files.createSymbolicLink(place.resolve("link"), folder);
    assertThat(Folder.read(link).routes())
        .extracting(YamlFile::name)
        .containsExactly("one.camel.yaml");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> Folder.read(place.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
